import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';

export interface SlowReaderLimits {
  /** How long a client may leave what was sent to it unread. */
  stalledMilliseconds: number;
  /** Bytes that may wait for all clients together. */
  waitingBytes: number;
  /** Between two looks at the connections. */
  checkMilliseconds: number;
}

const defaultLimits: SlowReaderLimits = {
  stalledMilliseconds: 15_000,
  waitingBytes: 64 * 1024 * 1024,
  checkMilliseconds: 1_000,
};

interface Progress {
  /** Bytes that left the socket's own buffer. */
  flushed: number;
  /** Bytes of the write under way that the operating system has not accepted. */
  queued: number;
  /** When either last changed; milliseconds of the monotonic clock. */
  since: number;
}

/**
 * Closes the connections of clients that stop reading, whoever writes the response. When too much waits for all
 * clients together, those for which most waits go first. A socket's own time-out would not do: whatever the client
 * sends meanwhile begins it anew.
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
        close(socket, 'a client stopped reading; its connection is closed');
      }
    }
    if (total <= limits.waitingBytes) return;
    const bySize = [...connections.keys()].sort((left, right) => right.writableLength - left.writableLength);
    for (const socket of bySize) {
      if (total <= limits.waitingBytes) return;
      total -= socket.writableLength;
      close(socket, 'too much waits for clients that read slowly; the connection with the most is closed');
    }
  };
  const timer = setInterval(check, limits.checkMilliseconds).unref();
  server.on('close', () => clearInterval(timer));
}

/**
 * What is left of the write under way. A large response is one write, so only this tells whether the client reads it;
 * Node's own time-outs of sockets use the same internal handle.
 */
function queuedBytes(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}
