import type { Client } from '../client.ts';

// What a process that serves and the one that counts for all of them say to each other. Messages arrive in their order.

/** From a process that serves. `id` comes back with the answer; `now` is in milliseconds since 1970. */
export type Request =
  /** Asks for points of a client's budget, these at least. */
  | { kind: 'borrow'; id: number; client: Client; points: number; now: number }
  /** Answers `recall` with what was not spent. */
  | { kind: 'recalled'; id: number; points: number }
  /** Points that are not needed after all. */
  | { kind: 'give back'; client: Client; resetAt: number; points: number; now: number }
  /** Asks to count one more stream of the client. */
  | { kind: 'open stream'; id: number; client: Client }
  /** The stream that was asked for by this id is over. */
  | { kind: 'close stream'; id: number };

/** From the process that counts. `left` are the points of the window that no process holds. */
export type Reply =
  | { kind: 'lent'; id: number; points: number; left: number; resetAt: number }
  | { kind: 'not lent'; id: number; left: number; resetAt: number }
  | { kind: 'recall'; id: number; client: Client; resetAt: number; now: number }
  | { kind: 'stream opened'; id: number }
  | { kind: 'stream refused'; id: number; open: number; limit: number };

/** The one end of a line to another process. */
export interface Line<Sent, Received> {
  send: (message: Sent) => void;
  /** Who is told of each message; there is one. */
  listen: (listener: (message: Received) => void) => void;
}
