import type { Database } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { openWriter, UnavailableError, type Writer } from '../db/writer.ts';
import { CommandError } from './command-error.ts';
import { withDatabase } from './with-database.ts';

/** The database brought up to date, with a writer beside it; both are closed when `use` is through. Throws CommandError. */
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

interface Refusal {
  code: string;
  message: string;
}

/** What a verb made, unless it refused: that is thrown as one line for the operator. */
export function taken<Result extends object>(result: Result): Exclude<Result, Refusal> {
  if (isRefusal(result)) throw new CommandError(result.message);
  // What is no refusal is the rest of the union.
  return result as Exclude<Result, Refusal>;
}

const isRefusal = (result: object): result is Refusal => 'code' in result && 'message' in result;
