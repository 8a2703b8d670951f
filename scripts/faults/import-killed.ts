import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openDatabase } from '../../src/db/client.ts';
import type { ImportReport } from '../../src/vote/import/import-plan.ts';
import { openBallotBox, options, survey } from './ballot-box.ts';
import { flaws } from './ledger.ts';
import { randomBetween, type Trial } from './trial.ts';

/**
 * An import is killed several times, then completed. Every ballot of the file must be stored exactly once.
 */
export const importKilled: Trial = {
  name: 'import killed',
  run: async ({ isQuick, folder }) => {
    const rows = isQuick ? 12_000 : 50_000;
    const kills = isQuick ? 2 : 5;
    const { text, expected, blank, faulty, ballots } = createAnswers(rows);
    const csv = join(folder, 'answers.csv');
    writeFileSync(csv, text);
    const box = await openBallotBox(folder);
    const { file } = box;
    await box.server.end('SIGTERM');
    const violations: string[] = [];
    const run = (killAt: number) => importRun([file, survey, csv], killAt);
    let killed = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const report = await run(Math.floor((rows * kill) / (kills + 1)) + randomBetween(0, 2000));
      if (report === undefined) killed += 1;
      violations.push(...flaws(file, survey));
    }
    const last = await run(Number.POSITIVE_INFINITY);
    const again = await run(Number.POSITIVE_INFINITY);
    if (killed < kills - 1)
      violations.push(`only ${killed} of ${kills} runs were killed before they completed`);
    if (last?.rows !== rows || last.blank !== blank || last.faulty !== faulty) {
      violations.push(`the last run reported ${JSON.stringify(last)}`);
    }
    if (again?.added !== 0) violations.push(`another run added ${again?.added} votes`);
    const stored = storedVotes(file);
    if (!isDeepStrictEqual(stored.tally, expected)) {
      violations.push(
        `the votes are ${JSON.stringify(stored.tally)}; the file has ${JSON.stringify(expected)}`,
      );
    }
    if (stored.events !== ballots) violations.push(`the log has ${stored.events} events for ${ballots} rows`);
    if (stored.batches !== 1) violations.push(`there are ${stored.batches} imports of one file`);
    violations.push(...flaws(file, survey));
    return {
      summary: `${rows} rows (${blank} blank, ${faulty} faulty), killed ${killed} times: ${stored.events} events, exactly the votes of the file; another run added none`,
      violations,
    };
  },
};

/** A survey export with blank and faulty rows and voters who answer twice, and the expected tally. */
function createAnswers(rows: number) {
  const lines = ['voter,choice'];
  const latest = new Map<string, string>();
  let [blank, faulty, ballots] = [0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    const voter = `person-${row % 50 === 49 ? row - 40 : row}`;
    const choice = options[randomBetween(0, options.length)] ?? '';
    if (row % 97 === 0) {
      blank += 1;
      lines.push(`${voter},`);
    } else if (row % 101 === 0) {
      faulty += 1;
      lines.push(`${voter},none of these`);
    } else {
      ballots += 1;
      latest.set(voter, choice);
      lines.push(`${voter},${choice}`);
    }
  }
  const expected: Record<string, number> = Object.fromEntries(options.map((option) => [option, 0]));
  for (const choice of latest.values()) expected[choice] = (expected[choice] ?? 0) + 1;
  return { text: `${lines.join('\n')}\n`, expected, blank, faulty, ballots };
}

/** Runs an import and kills it after `killAt` rows. Returns its report, or undefined if it was killed. */
async function importRun(parameters: readonly string[], killAt: number): Promise<ImportReport | undefined> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./import-child.ts', import.meta.url)), ...parameters],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const closed = new Promise((resolve) => child.once('close', resolve));
  let report: ImportReport | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    report = message.report ?? report;
    if (message.phase === 'WRITE' && message.rows >= killAt) child.kill('SIGKILL');
  }
  await closed;
  return report;
}

function storedVotes(file: string): { tally: Record<string, number>; events: number; batches: number } {
  const db = openDatabase(file, { isReadonly: true });
  try {
    const rows = db.$client
      .prepare<[string], { slug: string; votes: number }>(
        `select narrative.slug, survey_option.votes from survey_option
           join survey on survey.id = survey_option.survey_id
           join narrative on narrative.id = survey_option.narrative_id
         where survey.slug = ?`,
      )
      .all(survey);
    const { events = 0, batches = 0 } =
      db.$client
        .prepare<[], { events: number; batches: number }>(
          'select (select count(*) from vote_event) as events, (select count(*) from vote_batch) as batches',
        )
        .get() ?? {};
    return { tally: Object.fromEntries(rows.map(({ slug, votes }) => [slug, votes])), events, batches };
  } finally {
    db.$client.close();
  }
}
