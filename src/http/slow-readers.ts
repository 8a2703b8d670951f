import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';

export interface SlowReaderLimits {
  /** The maximum time without progress while data waits to be sent. */
  stalledMilliseconds: number;
  /** The maximum number of bytes that wait to be sent, for all clients in total. */
  waitingBytes: number;
  /** The interval between checks. */
  checkMilliseconds: number;
}

const defaultLimits: SlowReaderLimits = {
  stalledMilliseconds: 15_000,
  waitingBytes: 64 * 1024 * 1024,
  checkMilliseconds: 1_000,
};

interface Progress {
  /** Bytes that have left the socket's buffer. */
  flushed: number;
  /** Bytes of the current write that the operating system has not accepted yet. */
  queued: number;
  /** When either last changed, in milliseconds of the monotonic clock. */
  since: number;
}

/**
 * Closes the connections of clients that stop reading. If too many bytes wait in total, it closes
 * the connections with the most waiting bytes. `socket.setTimeout` is not enough: anything that
 * the client sends resets it.
 */
export function closeSlowReaders(
  server: Server,
  log: Logger,
  limits: SlowReaderLimits = defaultLimits,
): void {
  const connections = new Map<Socket, Progress>();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { flushed: 0, queued: 0, since: 0 });
    socket.once('close', () => connections.delete(socket));
  });
  const close = (socket: Socket, reason: string) => {
    log.warn({ waitingBytes: socket.writableLength }, reason);
    socket.destroy();
  };
  const check = () => {
    const now = performance.now();
    let total = 0;
    for (const [socket, progress] of connections) {
      const { writableLength } = socket;
      const flushed = socket.bytesWritten - writableLength;
      const queued = queuedBytes(socket);
      const hasMoved = flushed !== progress.flushed || queued !== progress.queued;
      if (writableLength === 0 || hasMoved) Object.assign(progress, { flushed, queued, since: now });
      total += writableLength;
      if (now - progress.since >= limits.stalledMilliseconds) {
        close(socket, 'closing a connection: the client has stopped reading');
      }
    }
    if (total <= limits.waitingBytes) return;
    const bySize = [...connections.keys()].sort((left, right) => right.writableLength - left.writableLength);
    for (const socket of bySize) {
      if (total <= limits.waitingBytes) return;
      total -= socket.writableLength;
      close(socket, 'closing a connection: too many bytes wait for slow clients, most of them for this one');
    }
  };
  const timer = setInterval(check, limits.checkMilliseconds).unref();
  server.on('close', () => clearInterval(timer));
}

/**
 * Bytes left of the current write. A large response is a single write, so this is the only way to see that
 * the client reads it. Node's own socket timeouts use the same internal handle.
 */
function queuedBytes(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}
