import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { narrative } from '../../../src/db/tables/narrative.ts';
import { vote } from '../../../src/db/tables/vote.ts';
import { parseStoredRanking } from '../../../src/result/ranking.ts';
import type { RowFault } from '../../../src/vote/import/import-refused.ts';
import { type ImportRun, importVotes } from '../../../src/vote/import/import-votes.ts';
import type { ImportOptions } from '../../../src/vote/import/plan-import.ts';
import { secret, startVoting, type Voting } from '../voting.ts';

const names: Readonly<Record<string, { name: string; shortName: string }>> = {
  ai: { name: 'Artificial Intelligence', shortName: 'AI' },
  depin: { name: 'Decentralized Physical Infrastructure Networks', shortName: 'DePIN' },
  rwa: { name: 'Real World Assets', shortName: 'RWA' },
  defi: { name: 'Decentralized Finance', shortName: 'DeFi' },
  gamefi: { name: 'Gaming', shortName: 'GameFi' },
  art: { name: 'Art, music and culture', shortName: 'Art' },
};

type Method = 'SINGLE_CHOICE' | 'APPROVAL' | 'RANKED_CHOICE';

/** Open for the narratives that the samples are about, long after they were answered. */
function votingOn(method: Method): Voting {
  const voting = startVoting(
    { method, maxChoices: method === 'SINGLE_CHOICE' ? 1 : 6, question: 'Something that no form asks' },
    { slugs: Object.keys(names) },
  );
  for (const [slug, own] of Object.entries(names)) {
    voting.db.update(narrative).set(own).where(eq(narrative.slug, slug)).run();
  }
  voting.clock.now = Date.UTC(2027, 0, 1);
  return voting;
}

const sampleFile = (name: string): string => fileURLToPath(new URL(`samples/${name}`, import.meta.url));

async function importSample(
  { writer, db }: Voting,
  name: string,
  options: Partial<ImportOptions & ImportRun> = {},
) {
  const faults: RowFault[] = [];
  const report = await importVotes(writer, db, secret, {
    survey: 'vote',
    open: () => createReadStream(sampleFile(name)),
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  return { report, faults };
}

/** The ballots that count, as slugs, best first where they are ranked. */
function ballotsIn({ db }: Voting): string[][] {
  const slugs = new Map(
    db
      .select()
      .from(narrative)
      .all()
      .map(({ id, slug }) => [id, slug]),
  );
  return db
    .select()
    .from(vote)
    .all()
    .map(({ ranking, choices }) => {
      const named = parseStoredRanking(ranking ?? choices).map((id) => slugs.get(id ?? 0) ?? '');
      return ranking === null ? named.toSorted() : named;
    });
}

const inOrder = (ballots: readonly (readonly string[])[]): string[] =>
  ballots.map((ballot) => ballot.join(' ')).toSorted();

interface Count {
  votes: string[][];
  blank: number;
}

/** Undefined where Python 3 is not installed. */
function independentCount(): Record<string, Count> | undefined {
  const script = fileURLToPath(new URL('count-samples.py', import.meta.url));
  const { error, status, stdout, stderr } = spawnSync('python3', [script], { encoding: 'utf8' });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`The count of the samples failed: ${stderr}`, { cause: error });
  return JSON.parse(stdout);
}

const counted = independentCount();

const noChoice = { isUnknownNoChoice: true };
const codes = { map: { SQ001: 'ai', SQ002: 'gamefi', SQ003: 'art' } };

const samples: [name: string, tool: string, method: Method, options?: Partial<ImportOptions>][] = [
  ['google-forms-single.csv', 'Google Forms', 'SINGLE_CHOICE', noChoice],
  ['google-forms-checkboxes.csv', 'Google Forms', 'APPROVAL', noChoice],
  ['google-forms-checkboxes-sheet.csv', 'Google Forms', 'APPROVAL', { question: 'What do you build on?' }],
  ['google-forms-grid.csv', 'Google Forms', 'RANKED_CHOICE'],
  ['google-forms-grid-by-place.csv', 'Google Forms', 'RANKED_CHOICE'],
  ['typeform-choices.csv', 'Typeform', 'APPROVAL'],
  ['typeform-single.csv', 'Typeform', 'SINGLE_CHOICE'],
  ['surveymonkey-single.csv', 'SurveyMonkey', 'SINGLE_CHOICE', { question: 'which narrative' }],
  ['surveymonkey-checkboxes.csv', 'SurveyMonkey', 'APPROVAL', { question: 'What do you build on?' }],
  ['surveymonkey-ranking.csv', 'SurveyMonkey', 'RANKED_CHOICE'],
  ['limesurvey-codes.csv', 'LimeSurvey', 'APPROVAL', codes],
  ['limesurvey-full.csv', 'LimeSurvey', 'APPROVAL'],
  ['limesurvey-ranking.csv', 'LimeSurvey', 'RANKED_CHOICE'],
  ['qualtrics-single.csv', 'Qualtrics', 'SINGLE_CHOICE'],
  ['qualtrics-multiple.csv', 'Qualtrics', 'APPROVAL'],
  ['qualtrics-columns.tsv', 'Qualtrics', 'APPROVAL'],
  ['qualtrics-ranking.csv', 'Qualtrics', 'RANKED_CHOICE'],
];

describe.skipIf(counted === undefined)('with Python 3, an independent count has the same votes', () => {
  test.each(samples)('for %s of %s', async (name, tool, method, options) => {
    const voting = votingOn(method);
    const { report, faults } = await importSample(voting, name, options);
    expect(faults).toEqual([]);
    expect(report.reading.profile).toBe(tool);
    const count = counted?.[name];
    expect(inOrder(ballotsIn(voting))).toEqual(inOrder(count?.votes ?? []));
    expect(report).toMatchObject({ votes: count?.votes.length, blank: count?.blank, faulty: 0 });
  });

  test('for every sample', () => {
    expect(Object.keys(counted ?? {}).toSorted()).toEqual(samples.map(([name]) => name).toSorted());
  });
});

const firstVote = ({ db }: Voting): string =>
  new Date(
    Math.min(
      ...db
        .select()
        .from(vote)
        .all()
        .map(({ castAt }) => castAt),
    ),
  ).toISOString();

test.each<[name: string, method: Method, first: string, options?: Partial<ImportOptions>]>([
  ['google-forms-single.csv', 'SINGLE_CHOICE', '2026-01-05T08:03:11.000Z', noChoice],
  ['google-forms-checkboxes.csv', 'APPROVAL', '2026-02-01T04:30:00.000Z', noChoice],
  // The 13th and the 14th of February tell that the month is first.
  [
    'google-forms-checkboxes-sheet.csv',
    'APPROVAL',
    '2026-02-03T09:01:00.000Z',
    { question: 'What do you build on?', timeZone: 'Europe/Berlin' },
  ],
  ['typeform-single.csv', 'SINGLE_CHOICE', '2026-02-22T14:01:00.000Z'],
  ['surveymonkey-single.csv', 'SINGLE_CHOICE', '2026-01-15T15:45:12.000Z', { question: 'which narrative' }],
  ['limesurvey-ranking.csv', 'RANKED_CHOICE', '2026-04-01T10:00:00.000Z'],
  // Written when the form is set to store no dates: the time of the import counts.
  ['limesurvey-full.csv', 'APPROVAL', '2027-01-01T00:00:00.000Z'],
  ['qualtrics-single.csv', 'SINGLE_CHOICE', '2026-05-02T00:30:00.000Z'],
  ['qualtrics-ranking.csv', 'RANKED_CHOICE', '2026-05-01T16:30:00.000Z'],
])('the votes of %s (%s) are cast when people answered, from %s on', async (name, method, first, options) => {
  const voting = votingOn(method);
  await importSample(voting, name, options);
  expect(firstVote(voting)).toBe(first);
});
