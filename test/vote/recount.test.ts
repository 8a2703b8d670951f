import fc from 'fast-check';
import { expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import type { SurveyRow } from '../../src/db/tables/survey.ts';
import { voteBatch } from '../../src/db/tables/vote.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { countPlainly } from '../result/plain-count.ts';
import { type App, type Reply, startApp } from '../support/app.ts';
import { addSurvey, narrativeRow } from './voting.ts';

const elections = 1_000;
const seed = 20_151;
const slugs = ['a', 'b', 'c', 'd', 'e', 'f'];
const ids = slugs.map((_, place) => place + 1);

type Cell = number | null;

interface Election {
  method: SurveyRow['method'];
  overvote: SurveyRow['overvote'];
  /** Stored ballots: ids of options, null for a skip, 0 for a mark that names none, -1 for an overvote. */
  ballots: { channel: 'API' | 'IMPORT'; cells: Cell[] }[];
}

const clean = fc.shuffledSubarray(ids, { minLength: 1 });
const marked = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<Cell>(...ids) },
    { weight: 3, arbitrary: fc.constantFrom<Cell>(null, 0, -1) },
  ),
  { minLength: 1, maxLength: 6 },
);

/** Few ballots over six options, so that ties are frequent. */
const electionOf = (method: Election['method']): fc.Arbitrary<Election> =>
  fc.constantFrom<Election['overvote']>('PASS', 'EXHAUST').chain((overvote) => {
    const cast = clean.map((cells) => (method === 'SINGLE_CHOICE' ? cells.slice(0, 1) : cells));
    const isRanked = method === 'RANKED_CHOICE';
    const imported = isRanked ? marked.filter((cells) => counted(cells, overvote).length > 0) : cast;
    const ballots = fc.array(
      fc.oneof(
        cast.map((cells) => ({ channel: 'API' as const, cells })),
        imported.map((cells) => ({ channel: 'IMPORT' as const, cells })),
      ),
      { maxLength: 18 },
    );
    return fc.record({
      method: fc.constant(method),
      overvote: fc.constant(isRanked ? overvote : 'PASS'),
      ballots,
    });
  });

/** What of a ballot counts, found by cutting its text. */
function counted(cells: readonly Cell[], overvote: Election['overvote']): string[] {
  const text = cells.map((cell) => (cell === null ? '_' : cell === -1 ? '!' : String(cell))).join('');
  const reached = text.split(overvote === 'EXHAUST' ? /__|!/ : /__/)[0] ?? '';
  return [...new Set(reached.replaceAll(/[^1-9]/g, ''))].map((digit) => slugs[Number(digit) - 1] ?? '');
}

/** Holds the election in the log itself, and closes it. */
async function hold({ db }: App, slug: string, { method, overvote, ballots }: Election): Promise<void> {
  const maxChoices = method === 'SINGLE_CHOICE' ? 1 : slugs.length;
  const surveyId = addSurvey(db, { slug, method, overvote, maxChoices }, slugs);
  const counts = { rows: 0, votes: 0, blank: 0, faulty: 0, filtered: 0, replaced: 0 };
  const batch = { id: slug, surveyId, fileDigest: slug, options: '', run: '', startedAt: 1, finishedAt: 1 };
  db.insert(voteBatch)
    .values({ ...batch, ...counts })
    .run();
  const cast = db.$client.prepare(
    `insert into vote_event (id, kind, survey_id, voter, choices, at, channel, receipt, batch_id)
      values (lower(hex(randomblob(16))), 'CAST', ?, ?, ?, 1, ?, lower(hex(randomblob(16))), ?)`,
  );
  for (const [voter, { channel, cells }] of ballots.entries()) {
    const stored = method === 'APPROVAL' ? cells.toSorted() : cells;
    const from = channel === 'IMPORT' ? slug : null;
    expect(cast.run(surveyId, String(voter), JSON.stringify(stored), channel, from).changes).toBe(1);
  }
  db.$client.prepare("update survey set state = 'CLOSED' where id = ?").run(surveyId);
}

const pageSize = 10;
const fields = `fragment Fields on Survey {
  slug
  results { rank votes narrative { slug } }
  outcome { denominator rounds { exhausted results { votes option { slug } } eliminated { slug } } }
}
fragment Page on VoteConnection {
  pageInfo { hasNextPage endCursor } totalCount nodes { choices { slug } }
}`;

type Read = Reply['body'];

/** All pages of votes, as lists of slugs, and the rest of what is known of the survey. */
async function read(app: App, names: readonly string[]): Promise<{ survey: Read; ballots: string[][] }[]> {
  const after = new Map<string, string | null>(names.map((name) => [name, null]));
  const ballots = new Map<string, string[][]>(names.map((name) => [name, []]));
  const surveys = new Map<string, Read>();
  while (after.size > 0) {
    const parts = [...after].map(([slug, cursor]) => {
      const from = cursor === null ? '' : `, after: "${cursor}"`;
      return `${slug}: survey(slug: "${slug}") { ${cursor === null ? '...Fields' : 'slug'} votes(first: ${pageSize}${from}) { ...Page } }`;
    });
    const text = `{ ${parts.join(' ')} } ${fields}`;
    const used = surveys.size === 0 ? text : text.replace(/fragment Fields[\s\S]*?\n}\n/, '');
    for (const [slug, survey] of Object.entries<Read>(await app.query(used))) {
      if (!surveys.has(slug)) surveys.set(slug, survey);
      ballots
        .get(slug)
        ?.push(...survey.votes.nodes.map(({ choices }: Read) => choices.map((choice: Read) => choice.slug)));
      if (survey.votes.pageInfo.hasNextPage) after.set(slug, survey.votes.pageInfo.endCursor);
      else after.delete(slug);
    }
  }
  return names.map((name) => ({ survey: surveys.get(name), ballots: ballots.get(name) ?? [] }));
}

/** The result that ballots have, by other ways than those of the API, in the form of the API's. */
function recounted(method: Election['method'], ballots: readonly string[][]) {
  if (method !== 'RANKED_CHOICE') {
    const votes = slugs.map((slug) => ballots.filter((ballot) => ballot.includes(slug)).length);
    const results = slugs.map((slug, place) => {
      const own = votes[place] ?? 0;
      return [slug, { votes: own, rank: 1 + votes.filter((other) => other > own).length }];
    });
    return { denominator: ballots.length, results: Object.fromEntries(results), rounds: null };
  }
  const cells = ballots.map((ballot) => ballot.map((slug) => slugs.indexOf(slug) + 1));
  const { tallies, eliminated, ranks } = countPlainly({
    options: ids,
    ballots: cells,
    batchElimination: true,
  });
  const nameOf = (id: number | string) => slugs[Number(id) - 1] ?? '';
  const results = ids.map((id) => {
    const last = tallies.findLast((tally) => id in tally);
    return [nameOf(id), { votes: last?.[id] ?? 0, rank: ranks[id] }];
  });
  const rounds = tallies.map((tally, place) => ({
    votes: Object.fromEntries(Object.entries(tally).map(([id, votes]) => [nameOf(id), votes])),
    eliminated: (eliminated[place] ?? []).map(nameOf).toSorted(),
    exhausted: ballots.length - Object.values(tally).reduce((sum, votes) => sum + votes, 0),
  }));
  return { denominator: ballots.length, results: Object.fromEntries(results), rounds };
}

const figures = ({ results, outcome }: Read) => ({
  denominator: outcome.denominator,
  results: Object.fromEntries(
    results.map(({ rank, votes, narrative: { slug } }: Read) => [slug, { votes, rank }]),
  ),
  rounds:
    outcome.rounds?.map((round: Read) => ({
      votes: Object.fromEntries(round.results.map(({ votes, option }: Read) => [option.slug, votes])),
      eliminated: round.eliminated.map(({ slug }: Read) => slug).toSorted(),
      exhausted: round.exhausted,
    })) ?? null,
});

async function startElections(): Promise<App> {
  const app = await startApp({ isEmpty: true, hasUpkeep: false, rateLimitPoints: 0, costLimit: 0 });
  app.db.insert(narrative).values(slugs.map(narrativeRow)).run();
  return app;
}

/** Holds the elections, and expects a recount from the API's own pages to equal each result. */
async function expectRecounts(app: App, run: readonly Election[]): Promise<void> {
  const names = run.map((_, place) => `s${place}`);
  app.db.$client.exec('begin');
  for (const [place, election] of run.entries()) await hold(app, names[place] ?? '', election);
  app.db.$client.exec('commit');
  for (const [place, { method }] of run.entries()) {
    if (method === 'RANKED_CHOICE') await settleRunoffHere(app.db, app.writer, names[place] ?? '');
  }
  for (let from = 0; from < names.length; from += 10) {
    for (const [place, { survey, ballots }] of (await read(app, names.slice(from, from + 10))).entries()) {
      const election = run[from + place];
      if (election === undefined) throw new Error('There are as many surveys as elections.');
      expect(figures(survey), JSON.stringify(election)).toEqual(recounted(election.method, ballots));
      const expected = election.ballots.map(({ cells }) => counted(cells, election.overvote).join());
      const got = ballots.map((ballot) => ballot.join());
      const sorted = (list: string[]) =>
        election.method === 'APPROVAL'
          ? list.map((ballot) => ballot.split(',').toSorted().join()).toSorted()
          : list.toSorted();
      expect(sorted(got), JSON.stringify(election)).toEqual(sorted(expected));
    }
  }
}

test.each(['SINGLE_CHOICE', 'APPROVAL', 'RANKED_CHOICE'] as const)(
  `${elections} random elections of %s (seed ${seed}): a recount from the pages of votes equals the result in every round`,
  async (method) => {
    const run = fc.sample(electionOf(method), { seed, numRuns: elections });
    await expectRecounts(await startElections(), run);
  },
);

test('an election with skips, overvotes, repeated marks and a tie can be recounted, whatever an overvote does', async () => {
  const imported = (times: number, ...cells: Cell[]) =>
    Array.from({ length: times }, () => ({ channel: 'IMPORT' as const, cells }));
  const ballots = [
    ...imported(9, 1, 2, 3),
    ...imported(7, 2, -1, 1),
    ...imported(7, null, 3, null, 1),
    ...imported(3, 4, null, null, 1),
    ...imported(3, 5, 5, -1, 2),
    ...imported(2, -1, 6, 2),
    ...imported(2, 0, 6, 3),
    ...imported(1, 6, null, 2),
  ];
  const app = await startElections();
  await expectRecounts(
    app,
    (['PASS', 'EXHAUST'] as const).map((overvote) => ({
      method: 'RANKED_CHOICE',
      overvote,
      // Under EXHAUST a ballot that begins with an overvote is blank, and never stored.
      ballots: ballots.filter(({ cells }) => counted(cells, overvote).length > 0),
    })),
  );
  const rounds = await app.query(
    '{ s0: survey(slug: "s0") { outcome { rounds { exhausted ties { resolvedBy } } } } }',
  );
  expect(rounds.s0.outcome.rounds.some(({ ties }: Read) => ties.length > 0)).toBe(true);
  expect(rounds.s0.outcome.rounds.at(-1).exhausted).toBeGreaterThan(0);
});
