import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { survey } from '../../src/db/tables/survey.ts';
import { globalId } from '../../src/graphql/global-id.ts';
import { addArticle, addReportedSurvey } from '../article/sample.ts';
import type { App } from '../support/app.ts';
import { firstEvent } from '../support/events.ts';
import { keyFor } from '../support/mutations.ts';
import { startSite } from '../support/site.ts';
import { addSurvey } from '../vote/voting.ts';

const of2024 = 'top-crypto-narratives-2024';

/** Three drafts: a survey with a result, one that would take votes, and an article; and one on the first. */
async function startWithDrafts(): Promise<App> {
  const app = await startSite({ rateLimitPoints: 0, rateLimitPointsKeyed: 0 });
  const id = addReportedSurvey(app.db, 'hushed', { depin: 5_000, ai: 3_000 }, 'DRAFT');
  const inSeries = { seriesId: 1, edition: 2023, title: 'Hushed' };
  app.db.update(survey).set(inSeries).where(eq(survey.id, id)).run();
  addSurvey(app.db, { slug: 'unopened', title: 'Hushed too', state: 'DRAFT' }, ['depin', 'ai']);
  const article = { category: 'Hushed', narratives: ['rwa'], title: 'Hushed news' };
  addArticle(app.db, { ...article, slug: 'hushed-news', survey: of2024, isDraft: true });
  addArticle(app.db, { slug: 'open-news', survey: 'hushed', category: 'News', body: '{{share:depin}}' });
  return app;
}

type Headers = Record<string, string>;

const callers: [name: string, seesDrafts: boolean, headersFor: (app: App) => Headers][] = [
  ['an anonymous caller', false, () => ({})],
  ['a key without `drafts:read`', false, (app) => keyFor(app, 'votes:cast')],
  ['a key with `drafts:read`', true, (app) => keyFor(app, 'votes:cast', 'drafts:read')],
];

/** What everybody gets on a path to a draft, and what a key with `drafts:read` gets. */
type Answers = [forAll: unknown, forEditors: unknown];

const slugs = (...list: string[]) => list.map((slug) => ({ slug }));
const page = (...list: string[]) => ({ totalCount: list.length, nodes: slugs(...list) });
const resultsIn = (...list: string[]) => ({
  totalCount: list.length,
  nodes: list.map((slug) => ({ survey: { slug } })),
});

const queries: Record<string, Answers> = {
  '{ survey(slug: "hushed") { slug } }': [{ survey: null }, { survey: { slug: 'hushed' } }],
  '{ surveys(filter: { series: "top-crypto-narratives" }) { totalCount nodes { slug } } }': [
    { surveys: page(of2024) },
    { surveys: page(of2024, 'hushed') },
  ],
  '{ surveys(filter: { status: [DRAFT] }) { totalCount nodes { slug } } }': [
    { surveys: page() },
    { surveys: page('hushed', 'unopened') },
  ],
  '{ surveys(last: 2, orderBy: { field: STATUS, direction: DESC }) { nodes { slug } } }': [
    { surveys: { nodes: slugs(of2024, 'sandbox') } },
    { surveys: { nodes: slugs('unopened', 'hushed') } },
  ],
  [`{ node(id: "${globalId('Survey', 'hushed')}") { ... on Survey { slug } } }`]: [
    { node: null },
    { node: { slug: 'hushed' } },
  ],
  [`{ nodes(ids: ["${globalId('Survey', 'hushed')}"]) { ... on Survey { slug } } }`]: [
    { nodes: [null] },
    { nodes: slugs('hushed') },
  ],
  [`{ survey(slug: "${of2024}") { previousEdition { slug } } }`]: [
    { survey: { previousEdition: null } },
    { survey: { previousEdition: { slug: 'hushed' } } },
  ],
  [`{ node(id: "${globalId('SurveyResult', 'hushed', 'depin')}") { ... on SurveyResult { rank } } }`]: [
    { node: null },
    { node: { rank: 1 } },
  ],
  '{ narrative(slug: "depin") { result(survey: "hushed") { rank } } }': [
    { narrative: { result: null } },
    { narrative: { result: { rank: 1 } } },
  ],
  '{ narrative(slug: "depin") { results { totalCount nodes { survey { slug } } } } }': [
    { narrative: { results: resultsIn(of2024, 'sandbox') } },
    { narrative: { results: resultsIn(of2024, 'hushed', 'unopened', 'sandbox') } },
  ],
  [`{ narrative(slug: "depin") { result(survey: "${of2024}") { rankChange shareChange previous { share } } } }`]:
    [
      { narrative: { result: { rankChange: null, shareChange: null, previous: null } } },
      { narrative: { result: { rankChange: 0, shareChange: -19.8, previous: { share: 50 } } } },
    ],
  '{ narratives(filter: { survey: "hushed" }) { totalCount nodes { slug } } }': [
    { narratives: page() },
    { narratives: page('ai', 'depin') },
  ],
  '{ article(slug: "open-news") { survey { slug } image { width } body(format: TEXT) } }': [
    { article: { survey: null, image: null, body: '(not yet published)' } },
    { article: { survey: { slug: 'hushed' }, image: { width: 1200 }, body: '50.0%' } },
  ],
  '{ articles(filter: { survey: "hushed" }) { totalCount nodes { slug } } }': [
    { articles: page() },
    { articles: page('open-news') },
  ],
  '{ article(slug: "hushed-news") { slug } }': [{ article: null }, { article: { slug: 'hushed-news' } }],
  '{ articles(filter: { category: "hushed" }) { totalCount nodes { slug } } }': [
    { articles: page() },
    { articles: page('hushed-news') },
  ],
  '{ categories { slug } }': [
    { categories: slugs('crypto-basics', 'news', 'research') },
    { categories: slugs('crypto-basics', 'hushed', 'news', 'research') },
  ],
  [`{ node(id: "${globalId('Article', 'hushed-news')}") { ... on Article { slug } } }`]: [
    { node: null },
    { node: { slug: 'hushed-news' } },
  ],
  '{ narrative(slug: "rwa") { articles { totalCount nodes { slug } } } }': [
    { narrative: { articles: page(of2024) } },
    { narrative: { articles: page('hushed-news', of2024) } },
  ],
  [`{ survey(slug: "${of2024}") { articles { totalCount nodes { slug } } } }`]: [
    { survey: { articles: page(of2024) } },
    { survey: { articles: page('hushed-news', of2024) } },
  ],
  [`{ article(slug: "${of2024}") { related(first: 1) { slug } } }`]: [
    { article: { related: slugs('open-news') } },
    { article: { related: slugs('hushed-news') } },
  ],
  // Drafts are not in the index of the search.
  '{ search(query: "hushed") { totalCount } }': [
    { search: { totalCount: 0 } },
    { search: { totalCount: 0 } },
  ],
};

/** Whether a page or picture is there, and whether it names a draft. */
type Seen = [status: number, namesDraft: boolean];

const addresses: Record<string, [forAll: Seen, forEditors: Seen]> = {
  '/surveys/hushed': [
    [404, false],
    [200, true],
  ],
  '/surveys/hushed/embed': [
    [404, false],
    [200, true],
  ],
  '/surveys/hushed/results.svg': [
    [404, false],
    [200, true],
  ],
  // Pixels name nothing.
  '/surveys/hushed/results.png': [
    [404, false],
    [200, false],
  ],
  '/surveys/hushed/results.csv': [
    [404, false],
    [200, true],
  ],
  '/surveys/hushed/results.json': [
    [404, false],
    [200, true],
  ],
  '/articles/hushed-news': [
    [404, false],
    [200, true],
  ],
  '/articles/open-news': [
    [200, false],
    [200, true],
  ],
  '/narratives/depin': [
    [200, false],
    [200, true],
  ],
  '/narratives/rwa': [
    [200, false],
    [200, true],
  ],
  [`/surveys/${of2024}`]: [
    [200, false],
    [200, true],
  ],
  '/': [
    [200, false],
    [200, true],
  ],
  '/feed.atom': [
    [200, false],
    [200, true],
  ],
  '/sitemap.xml': [
    [200, false],
    [200, true],
  ],
  '/schema.graphql': [
    [200, false],
    [200, false],
  ],
  '/oembed?url=http://127.0.0.1/surveys/hushed': [
    [404, false],
    [200, true],
  ],
};

const answersTo = async (app: App, headers: Headers): Promise<Record<string, unknown>> => {
  const answers: Record<string, unknown> = {};
  for (const query of Object.keys(queries)) answers[query] = (await app.post({ query }, headers)).body.data;
  return answers;
};

const seenAt = async (app: App, headers: Headers): Promise<Record<string, unknown>> => {
  const seen: Record<string, unknown> = {};
  for (const address of Object.keys(addresses)) {
    const path = address.replace('http://127.0.0.1', app.origin);
    const response = await fetch(app.origin + path, { headers: { accept: 'text/html', ...headers } });
    seen[address] = [response.status, /hushed/i.test(await response.text())];
  }
  return seen;
};

const expected = (answers: Record<string, [unknown, unknown]>, seesDrafts: boolean) =>
  Object.fromEntries(
    Object.entries(answers).map(([path, [all, editors]]) => [path, seesDrafts ? editors : all]),
  );

describe.each(callers)('%s', (_name, seesDrafts, headersFor) => {
  /** Asks with the other view first, whose answers must not be taken from a cache. */
  async function startAfterOthers(ask: (app: App, headers: Headers) => Promise<unknown>): Promise<App> {
    const app = await startWithDrafts();
    await ask(app, seesDrafts ? {} : keyFor(app, 'votes:cast', 'drafts:read'));
    return app;
  }

  test(`${seesDrafts ? 'sees' : 'does not see'} a draft on any path of the graph`, async () => {
    const app = await startAfterOthers(answersTo);
    expect(await answersTo(app, headersFor(app))).toEqual(expected(queries, seesDrafts));
  });

  test(`${seesDrafts ? 'sees' : 'does not see'} a draft on any page, picture or feed`, async () => {
    const app = await startAfterOthers(seenAt);
    expect(await seenAt(app, headersFor(app))).toEqual(expected(addresses, seesDrafts));
  });

  test(`${seesDrafts ? 'can' : 'cannot'} follow a draft`, async () => {
    const app = await startWithDrafts();
    const response = await fetch(app.url, {
      method: 'POST',
      body: JSON.stringify({ query: 'subscription { surveyResults(survey: "hushed") { slug } }' }),
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...app.transportHeaders,
        ...headersFor(app),
      },
    });
    expect(await firstEvent(response)).toEqual({
      data: { surveyResults: seesDrafts ? { slug: 'hushed' } : null },
    });
  });
});

describe.each(callers.slice(1))('%s', (_name, _seesDrafts, headersFor) => {
  const refusal = '... on UserError { code message path }';

  test.each([
    [
      'castVote',
      `mutation ($survey: String!) { castVote(input: { survey: $survey, choices: ["ai"], voter: "ann" }) { ${refusal} } }`,
    ],
    [
      'castVote with a bad ballot',
      `mutation ($survey: String!) { castVote(input: { survey: $survey, choices: [], voter: "ann" }) { ${refusal} } }`,
    ],
    [
      'withdrawVote',
      `mutation ($survey: String!) { withdrawVote(input: { survey: $survey, voter: "ann" }) { ${refusal} } }`,
    ],
  ])('gets the same answer of %s to a draft as to a survey that does not exist', async (_verb, query) => {
    const app = await startWithDrafts();
    const headers = headersFor(app);
    const [draft, nothing] = await Promise.all(
      ['unopened', 'no-survey'].map(async (slug) => {
        const { body } = await app.post({ query, variables: { survey: slug } }, headers);
        return JSON.parse(JSON.stringify(body).replaceAll(slug, 'SLUG'));
      }),
    );
    expect(draft).toEqual(nothing);
    expect(Object.values(draft.data)).toEqual([
      { code: 'SURVEY_NOT_OPEN', message: expect.stringContaining('There is no survey'), path: ['survey'] },
    ]);
  });
});
