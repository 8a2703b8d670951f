import type { Database } from './client.ts';
import { statement } from './rows/statement.ts';

const begin = statement((db) => db.$client.prepare('begin'));
const commit = statement((db) => db.$client.prepare('commit'));
const rollback = statement((db) => db.$client.prepare('rollback'));

/**
 * Connections with a transaction that ends with this turn; to ask SQLite for each operation of a batch would
 * take longer.
 */
const reading = new WeakSet<Database>();

/**
 * Lets everything that is read in this turn of the event loop see one state of the database: the first reader
 * begins a transaction, which ends with the turn. It also takes SQLite's lock once instead of once a
 * statement. For connections that never write.
 */
export function readTurn(db: Database): void {
  if (reading.has(db) || db.$client.inTransaction) return;
  begin(db).run();
  reading.add(db);
  setImmediate(() => {
    reading.delete(db);
    endTransaction(db);
  });
}

/** Runs outside of every request, where nothing catches what it throws. */
function endTransaction(db: Database): void {
  for (const end of [commit, rollback]) {
    try {
      if (db.$client.open && db.$client.inTransaction) end(db).run();
    } catch {
      // After a read that met a damaged page COMMIT fails too. That read has failed its own request.
    }
  }
}
