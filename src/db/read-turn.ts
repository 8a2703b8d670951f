import type { Database } from './client.ts';

/**
 * Lets everything that is read in this turn of the event loop see one state of the database: the first reader begins a transaction, which
 * ends with the turn. It also takes SQLite's lock once instead of once a statement. For connections that never write.
 */
export function readTurn({ $client: client }: Database): void {
  if (client.inTransaction) return;
  client.exec('begin');
  setImmediate(() => {
    if (client.open && client.inTransaction) client.exec('commit');
  });
}
