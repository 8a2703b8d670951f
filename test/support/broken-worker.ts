// Loaded into every process of a server before it starts. BROKEN_WORKER says what goes wrong, in workers
// only: `throws` makes each fail before it listens, `second` makes all but the first fail, and `hangs` makes
// each hang and ignore signals.
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
