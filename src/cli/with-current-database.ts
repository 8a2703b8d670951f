import type { Database } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { withDatabase } from './with-database.ts';

/** Opens the database, migrated, and closes it after `use`. Throws CommandError. */
export const withCurrentDatabase = <Result>(
  file: string,
  use: (db: Database) => Result | Promise<Result>,
): Promise<Result> =>
  withDatabase(file, (db) => {
    migrate(db);
    return use(db);
  });
