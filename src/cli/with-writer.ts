import type { Database } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { openWriter, UnavailableError, type Writer } from '../db/writer.ts';
import { CommandError } from './command-error.ts';
import { withDatabase } from './with-database.ts';

/** Opens the database, migrated, with a writer, and closes both after `use`. Throws CommandError. */
export const withWriter = <Result>(
  file: string,
  use: (db: Database, writer: Writer) => Promise<Result>,
): Promise<Result> =>
  withDatabase(file, async (db) => {
    migrate(db);
    const writer = openWriter(file);
    try {
      return await use(db, writer);
    } catch (error) {
      if (error instanceof UnavailableError)
        throw new CommandError(`${file}: ${error.message}`, { cause: error });
      throw error;
    } finally {
      await writer.close();
    }
  });
