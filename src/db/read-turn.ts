import type { Database } from './client.ts';
import { statement } from './statement.ts';

const begin = statement((db) => db.$client.prepare('begin'));
const commit = statement((db) => db.$client.prepare('commit'));

/**
 * Lets everything that is read in this turn of the event loop see one state of the database: the first reader begins a transaction, which
 * ends with the turn. It also takes SQLite's lock once instead of once a statement. For connections that never write.
 */
export function readTurn(db: Database): void {
  if (db.$client.inTransaction) return;
  begin(db).run();
  setImmediate(() => {
    if (db.$client.open && db.$client.inTransaction) commit(db).run();
  });
}
