import { describe, expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import { globalId } from '../../src/graphql/global-id.ts';
import { settleRunoffHere } from '../../src/result/settle-runoff.ts';
import { closeSurvey } from '../../src/survey/lifecycle-writes.ts';
import { castVote, withdrawVote } from '../../src/vote/cast-vote.ts';
import { type App, startApp } from '../support/app.ts';
import { addSurvey, narrativeRow, secret } from '../vote/voting.ts';

const slugs = ['a', 'b'];
const methods = ['SINGLE_CHOICE', 'RANKED_CHOICE'] as const;
type Method = (typeof methods)[number];

/** Three editions of a series, of which the one of 2025 has a vote and is open. */
async function startSeries(method: Method): Promise<App> {
  const app = await startApp({ isEmpty: true });
  app.db.insert(narrative).values(slugs.map(narrativeRow)).run();
  app.db.$client.exec("insert into series (id, slug, title) values (1, 'line', 'Line')");
  const common = { method, seriesId: 1 };
  for (const edition of [2024, 2025, 2026]) {
    addSurvey(app.db, { ...common, slug: `of-${edition}`, edition, opensAt: edition }, slugs);
    await castVote(app.writer, app.db, secret, vote(`of-${edition}`));
    await settleRunoffHere(app.db, app.writer, `of-${edition}`);
  }
  return app;
}

const vote = (survey: string) => ({ survey, choices: ['a'], caller: 'key:site', voter: 'ann' });

const fields = `status voteCount turnout(interval: DAY) { votes } votes { totalCount }
  results { rank share votes previous { votes } } outcome { asOf isFinal denominator }`;

describe.each(methods)('a %s survey that is called off', (method) => {
  test.each([false, true])('shows nothing of a result on any path (closed before: %s)', async (isClosed) => {
    const app = await startSeries(method);
    if (isClosed) await closeSurvey(app.writer, app.db, { survey: 'of-2025', actor: 'cli' });
    const query = `query ($survey: ID!, $result: ID!) {
      survey(slug: "of-2025") { ${fields} }
      node(id: $survey) { ... on Survey { ${fields} } }
      result: node(id: $result) { __typename }
      surveys(filter: { edition: 2025 }, first: 1) { nodes { ${fields} } }
      narrative(slug: "a") { result(survey: "of-2025") { votes } results { totalCount nodes { survey { slug } } } }
      search(query: "vote") { edges { node { ... on Survey { slug outcome { asOf } } } } }
    }`;
    const variables = {
      survey: globalId('Survey', 'of-2025'),
      result: globalId('SurveyResult', 'of-2025', 'a'),
    };
    expect((await app.query(query, variables)).survey.results).toMatchObject([{ share: 100 }, { share: 0 }]);
    const file = `${app.origin}/surveys/of-2025/results.csv`;
    expect((await fetch(file)).status).toBe(200);

    app.db.$client.exec("update survey set state = 'CANCELLED' where slug = 'of-2025'");
    const none = {
      status: 'CANCELLED',
      voteCount: null,
      turnout: null,
      votes: null,
      results: null,
      outcome: null,
    };
    const data = await app.query(query, variables);
    expect(data).toMatchObject({
      survey: none,
      node: none,
      result: null,
      surveys: { nodes: [none] },
      narrative: {
        result: null,
        results: { totalCount: 2, nodes: [{ survey: { slug: 'of-2026' } }, { survey: { slug: 'of-2024' } }] },
      },
    });
    const hits = data.search.edges.map(({ node }: { node: object }) => node);
    expect(hits).toContainEqual({ slug: 'of-2025', outcome: null });
    expect((await fetch(file)).status).toBe(404);
  });

  test('is passed over by the next edition', async () => {
    const app = await startSeries(method);
    const query = `{ survey(slug: "of-2026") { previousEdition { slug }
      results(first: 1) { rankChange shareChange previous { survey { slug } } } } }`;
    const following = (slug: string) => ({
      survey: {
        previousEdition: { slug },
        results: [{ rankChange: 0, shareChange: 0, previous: { survey: { slug } } }],
      },
    });
    expect(await app.query(query)).toEqual(following('of-2025'));
    app.db.$client.exec("update survey set state = 'CANCELLED' where slug = 'of-2025'");
    expect(await app.query(query)).toEqual(following('of-2024'));
  });
});

describe.each(methods)('the outcome of a %s survey', (method) => {
  test('has no time once no vote is left, and is final once it is published', async () => {
    const app = await startSeries(method);
    const read = async () => {
      const query = '{ survey(slug: "of-2025") { outcome { asOf isFinal unlistedShare } } }';
      return (await app.query(query)).survey.outcome;
    };
    const unlistedShare = method === 'RANKED_CHOICE' ? null : 0;
    expect(await read()).toEqual({ asOf: expect.any(String), isFinal: false, unlistedShare });
    await withdrawVote(app.writer, app.db, secret, vote('of-2025'));
    await settleRunoffHere(app.db, app.writer, 'of-2025');
    expect(await read()).toEqual({ asOf: null, isFinal: false, unlistedShare });
    for (const [state, isFinal] of [
      ['CLOSED', false],
      ['PUBLISHED', true],
    ] as const) {
      app.db.$client.prepare("update survey set state = ? where slug = 'of-2025'").run(state);
      await settleRunoffHere(app.db, app.writer, 'of-2025');
      expect(await read()).toEqual({ asOf: null, isFinal, unlistedShare });
    }
  });
});
