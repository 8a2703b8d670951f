import type { Database } from './client.ts';
import { statement } from './statement.ts';

// The pragma moves with the commits of other connections, the count with the changes of this one.
const versions = statement((db) =>
  db.$client.prepare('select data_version, total_changes() from pragma_data_version').raw(),
);

/** Differs after every change of the database, by whatever connection or process. */
export const dataVersion = (db: Database): string => String(versions(db).get());
