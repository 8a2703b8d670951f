import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { castVote, openSurvey, step } from '../support/voting-mutations.ts';

test('hidden results are null on every path before the close and visible afterwards', async () => {
  const app = await startApp();
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await openSurvey(app, key, {
    resultsVisibility: 'AFTER_CLOSE',
    series: 'top-crypto-narratives',
    edition: 2025,
  });
  const { receipt } = await mutate(app, key, castVote, { survey: 's', choices: ['ai'], voter: 'a' });
  const id = (text: string) => Buffer.from(text).toString('base64url');
  const paths = `{
    survey(slug: "s") { voteCount results { votes } outcome { denominator asOf } turnout { votes } votes { totalCount } previousEdition { slug } }
    surveys(filter: { edition: 2025 }) { nodes { voteCount results { votes } } }
    narrative(slug: "ai") { result(survey: "s") { votes } results { totalCount } }
    node(id: "${id('SurveyResult:s:ai')}") { id }
    vote(receipt: "${receipt}") { survey { voteCount results { votes } } }
  }`;
  const hidden = await app.query(paths);
  expect(hidden).toEqual({
    survey: {
      voteCount: null,
      results: null,
      outcome: null,
      turnout: null,
      votes: null,
      previousEdition: { slug: 'top-crypto-narratives-2024' },
    },
    surveys: { nodes: [{ voteCount: null, results: null }] },
    narrative: { result: null, results: { totalCount: 2 } },
    node: null,
    vote: { survey: { voteCount: null, results: null } },
  });
  const files = await Promise.all(
    ['csv', 'json'].map((extension) => fetch(`${app.origin}/surveys/s/results.${extension}`)),
  );
  expect(files.map(({ status }) => status)).toEqual([404, 404]);
  await mutate(app, key, step('closeSurvey'), { survey: 's' });
  const visible = await app.query(paths);
  expect(visible).toMatchObject({
    survey: { voteCount: 1, outcome: { denominator: 1 }, turnout: [{ votes: 1 }], votes: { totalCount: 1 } },
    narrative: { result: { votes: 1 }, results: { totalCount: 3 } },
    node: { id: id('SurveyResult:s:ai') },
    vote: { survey: { voteCount: 1 } },
  });
  const csv = await fetch(`${app.origin}/surveys/s/results.csv`);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect((await csv.text()).split(/\r?\n/)[1]).toMatch(/^1,ai,/);
});

test('a ranked survey has rounds, and each result has an interval and its change', async () => {
  const app = await startApp({ rateLimitPointsKeyed: 0, rateLimitPoints: 0, costLimit: 0 });
  const key = keyFor(app, 'surveys:write', 'votes:cast');
  await openSurvey(app, key, {
    method: 'RANKED_CHOICE',
    resultsVisibility: 'LIVE',
    series: 'top-crypto-narratives',
    edition: 2025,
  });
  const ballots = [
    ...Array(4).fill(['ai']),
    ...Array(3).fill(['depin', 'rwa']),
    ...Array(2).fill(['rwa', 'depin']),
    ['defi'],
  ];
  for (const [index, choices] of ballots.entries()) {
    await mutate(app, key, castVote, { survey: 's', choices, voter: `v${index}` });
  }
  // Answers once the last votes are counted.
  await mutate(app, key, step('closeSurvey'), { survey: 's' });
  const { survey: result } = await app.query(`{ survey(slug: "s") {
    outcome { denominator method revision unlistedShare rounds { number exhausted results { votes share option { slug } } eliminated { slug } transfers { from { slug } to { slug } votes } } }
    results { rank votes share shareChange rankChange interval { low high confidence } narrative { slug } } } }`);
  expect(result.outcome.denominator).toBe(10);
  expect(
    result.results.map(
      ({ rank, votes, narrative }: { rank: number; votes: number; narrative: { slug: string } }) => [
        rank,
        narrative.slug,
        votes,
      ],
    ),
  ).toEqual([
    [1, 'depin', 5],
    [2, 'ai', 4],
    [3, 'rwa', 2],
    [4, 'defi', 1],
  ]);
  expect(result.outcome.rounds.at(-1).exhausted).toBe(1);
  expect(
    result.outcome.rounds
      .flatMap(({ eliminated }: { eliminated: { slug: string }[] }) => eliminated.map(({ slug }) => slug))
      .sort(),
  ).toEqual(['defi', 'rwa']);
  expect(result.outcome.rounds.flatMap(({ transfers }: { transfers: object[] }) => transfers)).toEqual(
    expect.arrayContaining([
      { from: { slug: 'rwa' }, to: { slug: 'depin' }, votes: 2 },
      { from: { slug: 'defi' }, to: null, votes: 1 },
    ]),
  );
  expect(result.results[0]).toMatchObject({
    share: 50,
    shareChange: 19.8,
    rankChange: 0,
    interval: { confidence: 0.95 },
  });
});
