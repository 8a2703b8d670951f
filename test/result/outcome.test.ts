import { expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import { instantRunoff } from '../../src/result/instant-runoff.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { talliedShare } from '../../src/result/share.ts';
import { castVote } from '../../src/vote/cast-vote.ts';
import { type App, type Reply, startApp } from '../support/app.ts';
import { addSurvey, narrativeRow, secret } from '../vote/voting.ts';

const slugs = Array.from({ length: 20 }, (_, index) => `option-${index + 1}`);

/** Ballots of up to six ranks. The later an option is listed, the fewer name it, and none the last three. */
function ballots(count: number): string[][] {
  let state = 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => {
    const named = new Set<string>();
    for (let rank = 1 + draw(6); rank > 0; rank -= 1) named.add(slugs[draw(1 + draw(17))] ?? '');
    return [...named];
  });
}

/** An app in whose survey `vote` people have ranked twenty options, and which is over. */
async function appWithRunoff(cast: readonly string[][]): Promise<App> {
  const app = await startApp({ isEmpty: true });
  app.db
    .insert(narrative)
    .values(slugs.map((slug) => narrativeRow(slug)))
    .run();
  addSurvey(app.db, { method: 'RANKED_CHOICE', maxChoices: 20 }, slugs);
  const votes = cast.map((choices, index) =>
    castVote(app.writer, app.db, secret, { survey: 'vote', choices, caller: 'test', voter: `v${index}` }),
  );
  await Promise.all(votes);
  app.db.$client.exec("update survey set state = 'CLOSED'");
  await settleRunoffHere(app.db, app.writer, 'vote');
  return app;
}

type Values = Reply['body'][];

const slugsOf = (options: Values) => options.map(({ slug }) => slug);

test('every round of a runoff of twenty options is one request for anyone, and equals the count of the ballots', async () => {
  const cast = ballots(300);
  const app = await appWithRunoff(cast);
  const { status, body } = await app.post({
    query: `{ survey(slug: "vote") { outcome { denominator rounds {
      number exhausted
      results { votes share option { slug name shortName } }
      eliminated { slug }
      transfers { votes from { slug } to { slug } }
      ties { resolvedBy options { slug } } } } } }`,
  });
  expect([status, body.errors]).toEqual([200, undefined]);
  const rankings = cast.map((choices) => ({
    ranking: choices.map((slug) => slugs.indexOf(slug) + 1),
    count: 1,
  }));
  const ids = slugs.map((_, index) => index + 1);
  const counted = instantRunoff(rankings, ids, { batchElimination: true });
  const named = (id: number) => slugs[id - 1];
  const { denominator, rounds } = body.data.survey.outcome;
  expect(denominator).toBe(cast.length);
  expect(rounds).toHaveLength(counted.rounds.length);
  expect(counted.rounds.length).toBeGreaterThan(8);
  expect(counted.ties.length).toBeGreaterThan(0);
  for (const [index, round] of counted.rounds.entries()) {
    const returned = rounds[index];
    expect(returned).toMatchObject({ number: round.number, exhausted: round.exhausted });
    expect(returned.results).toEqual(
      [...round.votes].map(([id, votes]) => ({
        votes,
        share: talliedShare(votes, cast.length),
        option: {
          slug: named(id),
          name: `The ${named(id)}`,
          shortName: named(id)?.toUpperCase(),
        },
      })),
    );
    expect(slugsOf(returned.eliminated)).toEqual(round.eliminated.map(named));
    expect(new Set(returned.transfers.map((transfer: object) => JSON.stringify(transfer)))).toEqual(
      new Set(
        round.transfers.map(({ from, to, votes }) =>
          JSON.stringify({
            votes,
            from: { slug: named(from) },
            to: to === undefined ? null : { slug: named(to) },
          }),
        ),
      ),
    );
    const ties = counted.ties.filter((tie) => tie.round === round.number);
    expect(returned.ties.map(({ options }: { options: Values }) => slugsOf(options))).toEqual(
      ties.map(({ options }) => options.map(named)),
    );
  }
});

test('a hundred votes with their choices are one request for anyone, and as many statements as one vote', async () => {
  const cast = ballots(120);
  const app = await appWithRunoff(cast);
  const page = async (first: number) => {
    app.statements.length = 0;
    const query = `{ survey(slug: "vote") { votes(first: ${first}) { totalCount nodes { choices { slug name } } } } }`;
    return { ...(await app.query(query)), statements: app.statements.length };
  };
  const { statements } = await page(1);
  const { survey, ...hundred } = await page(100);
  expect(hundred.statements).toBe(statements);
  expect(survey.votes).toMatchObject({ totalCount: 120, nodes: { length: 100 } });
  const all = cast.map((choices) => choices.join());
  for (const { choices } of survey.votes.nodes) expect(all).toContain(slugsOf(choices).join());
});

test('an option leads to its narrative, which many surveys may have in common', async () => {
  const app = await startApp();
  const { surveys } = await app.query(
    '{ surveys(first: 2) { nodes { options { slug name shortName narrative { slug name shortName summary } } } } }',
  );
  const options: Values = surveys.nodes.flatMap((survey: { options: Values }) => survey.options);
  expect(options.length).toBeGreaterThan(new Set(slugsOf(options)).size);
  for (const { narrative, ...names } of options) {
    expect(narrative).toEqual({ ...names, summary: expect.stringMatching(/./) });
  }
});

test('the outcome says by which rules ballots were counted', async () => {
  const app = await startApp({ isEmpty: true });
  app.db
    .insert(narrative)
    .values(['a', 'b'].map((slug) => narrativeRow(slug)))
    .run();
  addSurvey(app.db, { slug: 'passing', method: 'RANKED_CHOICE' }, ['a', 'b']);
  addSurvey(app.db, { slug: 'exhausting', method: 'RANKED_CHOICE', overvote: 'EXHAUST' }, ['a', 'b']);
  addSurvey(app.db, { slug: 'single' }, ['a', 'b']);
  const rules = 'overvote outcome { tieRule rules { overvote skips ties } }';
  const { body } = await app.post({
    query: `{ passing: survey(slug: "passing") { ${rules} } exhausting: survey(slug: "exhausting") { ${rules} } single: survey(slug: "single") { ${rules} } }`,
  });
  const skips = expect.stringMatching(
    /^One empty rank passes to the next choice; two in a row exhaust the ballot/,
  );
  expect(body.data.passing).toMatchObject({
    overvote: 'PASS',
    outcome: { rules: { overvote: 'PASS', skips } },
  });
  expect(body.data.exhausting).toMatchObject({
    overvote: 'EXHAUST',
    outcome: { rules: { overvote: 'EXHAUST' } },
  });
  expect(body.data.single).toMatchObject({
    overvote: null,
    outcome: { rules: { overvote: null, skips: null } },
  });
  expect(body.data.single.outcome.rules.ties).toBe(body.data.single.outcome.tieRule);
});
