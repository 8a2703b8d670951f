import type { Database } from './client.ts';
import { statement } from './rows/statement.ts';

// The pragma moves with the commits of other connections, the count with the changes of this one.
const versions = statement((db) =>
  db.$client.prepare('select data_version, total_changes() from pragma_data_version').raw(),
);

const seen = new WeakMap<Database, string>();

/**
 * Differs after every change of the database, by whatever connection or process. It is looked up once in a
 * turn of the event loop: all that is read in a turn sees one state (`readTurn`).
 */
export function dataVersion(db: Database): string {
  const known = seen.get(db);
  if (known !== undefined) return known;
  const version = String(versions(db).get());
  seen.set(db, version);
  setImmediate(() => seen.delete(db));
  return version;
}
