import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';

/** How long a client may leave what was sent to it unread. */
export const stalledMilliseconds = 15_000;

export interface SlowReaderLimits {
  stalledMilliseconds: number;
  /** Bytes that may wait for all clients together. */
  waitingBytes: number;
}

const defaultLimits: SlowReaderLimits = { stalledMilliseconds, waitingBytes: 64 * 1024 * 1024 };

const checkMilliseconds = 1_000;

/**
 * Closes the connections of clients that stop reading, whoever writes the response. When too much waits for all
 * clients together, those for which most waits go first.
 */
export function closeSlowReaders(
  server: Server,
  log: Logger,
  limits: SlowReaderLimits = defaultLimits,
): void {
  const sockets = new Set<Socket>();
  const close = (socket: Socket, reason: string) => {
    log.warn({ waitingBytes: socket.writableLength }, reason);
    socket.destroy();
  };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A socket times out when it neither receives nor sends anything; one with nothing to send is only idle.
  server.timeout = limits.stalledMilliseconds;
  server.on('timeout', (socket: Socket) => {
    if (socket.writableLength > 0) close(socket, 'a client stopped reading; its connection is closed');
  });
  const timer = setInterval(() => {
    const waiting = [...sockets].filter(({ writableLength }) => writableLength > 0);
    let total = waiting.reduce((sum, { writableLength }) => sum + writableLength, 0);
    if (total <= limits.waitingBytes) return;
    for (const socket of waiting.sort((left, right) => right.writableLength - left.writableLength)) {
      if (total <= limits.waitingBytes) return;
      total -= socket.writableLength;
      close(socket, 'too much waits for clients that read slowly; the connection with the most is closed');
    }
  }, checkMilliseconds).unref();
  server.on('close', () => clearInterval(timer));
}
