// One import in a separate process, so that its memory can be measured:
// `node import-process.ts WAY DATABASE SURVEY ROWS FILE`.
import { createReadStream } from 'node:fs';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { openWriter } from '../../src/db/writer.ts';
import { surveyBySlug } from '../../src/survey/queries.ts';
import { importVotes } from '../../src/vote/import/import-votes.ts';
import { randomIds, voterHash } from '../../src/vote/voter.ts';
import { options, secret } from './database.ts';

const [way = '', file = '', survey = '', count = '', csv = ''] = process.argv.slice(2);
const db = openDatabase(file);
const rows = Number(count);
/** So many that commits take almost no time. */
const rowsPerTransaction = 10_000;

async function ours(): Promise<void> {
  const writer = openWriter(file);
  const choiceColumns = survey.startsWith('ranked')
    ? options.map((_, rank) => `rank ${rank + 1}`)
    : ['choice'];
  const report = await importVotes(writer, db, secret, {
    survey,
    open: () => createReadStream(csv),
    choiceColumns,
    voterColumn: 'voter',
  });
  if (report.added !== rows) throw new Error(`Imported ${report.added} of ${rows} rows.`);
  await writer.close();
}

/**
 * The least that an import can do: it reads no file, checks nothing and inserts the same rows with prepared
 * statements.
 */
function barest(into: Database, { hasTriggers }: { hasTriggers: boolean }): void {
  const { $client: client } = into;
  const { id } = surveyBySlug(into, survey, true) ?? { id: 0 };
  const narratives = client.prepare<[], { id: number }>('select id from narrative order by id').all();
  if (!hasTriggers) {
    const triggers = client
      .prepare<[], { name: string }>(
        "select name from sqlite_schema where type = 'trigger' and tbl_name in ('vote_event', 'vote')",
      )
      .all();
    for (const { name } of triggers) client.exec(`drop trigger ${name}`);
  }
  client
    .prepare(
      `insert into vote_batch
         (id, survey_id, file_digest, options, run, started_at, rows, votes, blank, faulty, filtered, replaced)
       values ('batch', ?, 'digest', '', '', 0, 0, 0, 0, 0, 0, 0)`,
    )
    .run(id);
  const event = client.prepare(
    `insert into vote_event (id, kind, survey_id, voter, choices, at, channel, receipt, batch_id)
     values (?, 'CAST', ?, ?, ?, ?, 'IMPORT', ?, 'batch')`,
  );
  const vote = client.prepare(
    `insert into vote (survey_id, voter, id, sequence, choices, cast_at, channel, receipt, batch_id)
     values (?, ?, ?, ?, ?, ?, 'IMPORT', ?, 'batch')`,
  );
  const now = Date.now();
  for (let from = 0; from < rows; from += rowsPerTransaction) {
    const to = Math.min(rows, from + rowsPerTransaction);
    const ids = randomIds(2 * (to - from));
    client.transaction(() => {
      for (let row = from; row < to; row += 1) {
        const voter = voterHash(secret, survey, { caller: 'import', voter: `person-${row}` });
        const choices = `[${narratives[row % narratives.length]?.id}]`;
        const [eventId, receipt] = [ids[2 * (row - from)], ids[2 * (row - from) + 1]];
        const { lastInsertRowid } = event.run(eventId, id, voter, choices, now, receipt);
        if (!hasTriggers) vote.run(id, voter, eventId, lastInsertRowid, choices, now, receipt);
      }
    })();
  }
}

const started = performance.now();
if (way === 'ours') await ours();
else barest(db, { hasTriggers: way === 'triggers' });
const spent = performance.now() - started;
db.$client.close();
console.log(
  JSON.stringify({
    rowsPerSecond: rows / (spent / 1000),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
