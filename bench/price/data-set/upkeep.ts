import type { Database } from '../../../src/db/client.ts';
import type { Writer } from '../../../src/db/writer.ts';
import { countRunoff } from '../../../src/result/count-queries.ts';
import { uncountedSurveys } from '../../../src/result/runoff-queries.ts';
import { runoffWrites } from '../../../src/result/runoff-writes.ts';
import { listVotes } from '../../../src/vote/listing-writes.ts';

/**
 * Counts rankings and lists choices as a server does in the background, so that the measured server has
 * nothing left to do when it starts.
 */
export async function countAndList(db: Database, now: number): Promise<void> {
  const writer: Pick<Writer, 'write'> = {
    write: async (statements) => ({
      now,
      results: statements.map(({ sql, params }) => {
        const { changes } = db.$client.prepare(sql).run(params);
        return { rows: [], changes };
      }),
    }),
  };
  for (let surveys = uncountedSurveys(db); surveys.length > 0; surveys = uncountedSurveys(db)) {
    for (const { id } of surveys) {
      const count = countRunoff(db.$client, id);
      if (count !== undefined) await writer.write(runoffWrites(count));
    }
  }
  await listVotes(writer, db);
}
