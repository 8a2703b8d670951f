import { openSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Loaded before a server (`--import`): writes the used bytes of its heap into HEAP_FILE, each second.

const file = process.env.HEAP_FILE;
if (isMainThread && file !== undefined) {
  const handle = openSync(file, 'w');
  // Overwritten in place with a fixed length, so that a reader never gets a part of it.
  const write = () => writeSync(handle, String(process.memoryUsage().heapUsed).padStart(15, '0'), 0);
  write();
  setInterval(write, 1000).unref();
}
