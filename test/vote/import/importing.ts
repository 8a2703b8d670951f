import { Readable } from 'node:stream';
import type { ImportReport } from '../../../src/vote/import/import-plan.ts';
import type { RowFault } from '../../../src/vote/import/import-refused.ts';
import { type ImportRun, importVotes } from '../../../src/vote/import/import-votes.ts';
import type { ImportOptions } from '../../../src/vote/import/plan-import.ts';
import { secret, type Voting } from '../voting.ts';

/** Opens a file with this content from its start, as often as it is asked to. */
export const opens = (content: string | Buffer) => () => Readable.from([Buffer.from(content)]);

/** Imports a file whose column `pick` has the choices, unless `options` say something else. */
export async function importing(
  { writer, db }: Voting,
  content: string | Buffer,
  options: Partial<ImportOptions & ImportRun> = {},
): Promise<{ report: ImportReport; faults: RowFault[] }> {
  const faults: RowFault[] = [];
  const report = await importVotes(writer, db, secret, {
    survey: 'vote',
    open: opens(content),
    choiceColumns: ['pick'],
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  return { report, faults };
}

/** What an import is refused with. */
export const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'imported',
    (error: Error) => error.message,
  );
