import { openDatabase } from '../../src/db/client.ts';
import { voteBatch, voteEvent } from '../../src/db/tables/vote.ts';
import type { Cli } from './run-cli.ts';

/** A command that imports a file into the survey `best`. */
export const importing = (file: string, ...more: string[]) => [
  'votes',
  'import',
  '--survey',
  'best',
  file,
  ...more,
];

/** What imports have left in the database. */
export function written({ databaseFile }: Cli) {
  const db = openDatabase(databaseFile);
  try {
    return {
      batches: db.select().from(voteBatch).all().length,
      events: db.select().from(voteEvent).all().length,
    };
  } finally {
    db.$client.close();
  }
}

export const untouched = { batches: 0, events: 0 };
