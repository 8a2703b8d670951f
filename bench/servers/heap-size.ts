import { openSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Loaded before a server (`--import`): writes the bytes of its heap that are in use into the file that HEAP_FILE names, each second.

const file = process.env.HEAP_FILE;
if (isMainThread && file !== undefined) {
  const handle = openSync(file, 'w');
  // Always as long and in place, so that no reader meets half of it.
  const write = () => writeSync(handle, String(process.memoryUsage().heapUsed).padStart(15, '0'), 0);
  write();
  setInterval(write, 1000).unref();
}
