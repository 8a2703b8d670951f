// Preloaded by every process of a server; breaks its workers by BROKEN_WORKER. `throws`: each fails before it
// listens. `second`: all but the first fail. `hangs`: each hangs and ignores signals.
import cluster from 'node:cluster';
import { writeSync } from 'node:fs';

const kind = process.env.BROKEN_WORKER;
if (cluster.isWorker) {
  if (kind === 'throws' || (kind === 'second' && cluster.worker?.id !== 1))
    process.env.DATABASE_FILE = '/dev/null/no.db';
  if (kind === 'hangs') {
    process.on('SIGTERM', () => {});
    writeSync(2, `${process.pid} hangs\n`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}
