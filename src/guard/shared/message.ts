import type { Client } from '../client.ts';

// The messages between a worker and the coordinator. Each direction delivers them in
// the order they were sent.

/** From a worker. A reply repeats the request's `id`; `now` and `resetAt` are in milliseconds since 1970. */
export type Request =
  /** Leases at least these points of a client's budget. */
  | { kind: 'lease'; id: number; client: Client; points: number; now: number }
  /** Replies to `reclaim` with the points that were not spent. */
  | { kind: 'returned'; id: number; points: number }
  /** Returns points of a charge after the lease was reclaimed. */
  | { kind: 'refund'; client: Client; resetAt: number; points: number; now: number }
  /** Points that were spent beyond a lease, after the work; they can exceed the budget. */
  | { kind: 'overspent'; client: Client; resetAt: number; points: number; now: number }
  /** Opens one more stream of the client. */
  | { kind: 'open stream'; id: number; client: Client }
  /** Closes the stream that was opened with this `id`. */
  | { kind: 'close stream'; id: number };

/** From the coordinator. `left` is the points of the window that are not leased to any worker. */
export type Reply =
  | { kind: 'leased'; id: number; points: number; left: number; resetAt: number }
  | { kind: 'refused'; id: number; left: number; resetAt: number }
  | { kind: 'reclaim'; id: number; client: Client; resetAt: number; now: number }
  | { kind: 'stream opened'; id: number }
  | { kind: 'stream refused'; id: number; open: number; limit: number };

/** One end of a message channel between two processes. */
export interface Channel<Sent, Received> {
  send: (message: Sent) => void;
  /** Sets the listener; there is only one. */
  listen: (listener: (message: Received) => void) => void;
}
