import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { scopes as allScopes, type Scope } from '../../src/access/scope.ts';
import { defaultContentFolder, loadContent } from '../../src/content/load-content.ts';
import { type App, startApp } from '../support/app.ts';
import { hostileMarkdown } from '../text/hostile-markdown.ts';

const keyFor = (app: App, ...scopes: Scope[]) => ({
  authorization: `Bearer ${createApiKey(app.db, { name: 'site', scopes }, 1).key}`,
});

const everyScope = Object.keys(allScopes) as Scope[];

async function mutate(app: App, headers: Record<string, string>, query: string, variables: object) {
  const { body } = await app.post({ query, variables }, headers);
  expect(body.errors, JSON.stringify(body)).toBeUndefined();
  return Object.values<Record<string, unknown>>(body.data)[0];
}

const createNarrative = `mutation ($input: CreateNarrativeInput!) { createNarrative(input: $input) {
  __typename
  ... on CreateNarrativeSuccess { narrative { slug name keyPoints { title } relatedProjects { name } } }
  ... on UserError { code message path }
  ... on InvalidInputError { faults { path message } } } }`;

const updateNarrative = `mutation ($input: UpdateNarrativeInput!) { updateNarrative(input: $input) {
  __typename ... on UpdateNarrativeSuccess { narrative { slug name summary } } ... on UserError { code path } } }`;

const createArticle = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) {
  __typename ... on CreateArticleSuccess { article { slug status publishedAt readingTimeMinutes body(format: TEXT) } } ... on UserError { code path } } }`;

const publishArticle = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) {
  __typename ... on PublishArticleSuccess { article { status publishedAt } } ... on UserError { code path } } }`;

const createSurvey = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) {
  __typename ... on CreateSurveySuccess { survey { slug status method maxChoices overvote resultsVisibility opensAt series { slug } options { slug } } } ... on UserError { code path message } } }`;

const updateSurvey = `mutation ($input: UpdateSurveyInput!) { updateSurvey(input: $input) {
  __typename ... on UpdateSurveySuccess { survey { title question closesAt options { slug } } } ... on UserError { code path message } } }`;

const narrativeInput = {
  slug: 'meme-coins',
  name: 'Meme Coins',
  shortName: 'Memes',
  summary: 'Coins that live by a joke.',
  keyPoints: [{ title: 'Attention', body: 'It is all there is.' }],
};

const articleInput = {
  slug: 'news',
  title: 'News',
  excerpt: 'What is new.',
  category: 'Research',
  author: 'Desk',
  body: 'Intro with {{share:depin}}.\n\n## More\n\nText.',
  survey: 'top-crypto-narratives-2024',
  narratives: ['depin'],
};

describe('narratives', () => {
  test('are created once and updated partially', async () => {
    const app = await startApp();
    const key = keyFor(app, 'narratives:write');
    expect(
      await mutate(app, key, createNarrative, { input: { ...narrativeInput, relatedProjects: ['A'] } }),
    ).toEqual({
      __typename: 'CreateNarrativeSuccess',
      narrative: {
        slug: 'meme-coins',
        name: 'Meme Coins',
        keyPoints: [{ title: 'Attention' }],
        relatedProjects: [{ name: 'A' }],
      },
    });
    expect(await mutate(app, key, createNarrative, { input: narrativeInput })).toMatchObject({
      __typename: 'SlugTakenError',
      code: 'SLUG_TAKEN',
      message:
        'The slug `meme-coins` is already in use. Choose another, or change the narrative that has it.',
      path: ['slug'],
    });
    expect(await mutate(app, key, updateNarrative, { input: { slug: 'meme-coins', name: 'Memes' } })).toEqual(
      {
        __typename: 'UpdateNarrativeSuccess',
        narrative: { slug: 'meme-coins', name: 'Memes', summary: 'Coins that live by a joke.' },
      },
    );
    expect(await mutate(app, key, updateNarrative, { input: { slug: 'none' } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      (await app.query('{ search(query: "memes") { nodes { ... on Narrative { slug } } } }')).search.nodes,
    ).toEqual([{ slug: 'meme-coins' }]);
  });

  test('need no key points and no related projects, which can be absent or null', async () => {
    const app = await startApp();
    const key = keyFor(app, 'narratives:write');
    const { keyPoints: _, ...required } = narrativeInput;
    for (const input of [required, { ...required, slug: 'nulls', keyPoints: null, relatedProjects: null }]) {
      expect(await mutate(app, key, createNarrative, { input })).toMatchObject({
        __typename: 'CreateNarrativeSuccess',
        narrative: { slug: input.slug, keyPoints: [], relatedProjects: [] },
      });
    }
  });

  test('are validated like content files, with all faults reported', async () => {
    const app = await startApp();
    const key = keyFor(app, 'narratives:write');
    const input = { ...narrativeInput, slug: 'Not A Slug', name: ' ', keyPoints: [{ title: '', body: 'x' }] };
    const result = await mutate(app, key, createNarrative, { input });
    expect(result).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['slug'] });
    expect(result).toHaveProperty('faults');
    expect(Object(result).faults.map(({ path }: { path: string[] }) => path.join('.'))).toEqual([
      'slug',
      'name',
      'keyPoints.0.title',
    ]);
  });
});

describe('articles', () => {
  test('accept null for optional fields', async () => {
    const app = await startApp();
    const nulls = {
      faqs: null,
      narratives: null,
      disclaimer: null,
      survey: null,
      readingTimeMinutes: null,
    };
    const input = { ...articleInput, ...nulls, body: 'Text.' };
    expect(await mutate(app, keyFor(app, 'articles:write'), createArticle, { input })).toMatchObject({
      __typename: 'CreateArticleSuccess',
    });
  });

  test('are drafts until published, and drafts are visible only with the scope, on every path', async () => {
    const app = await startApp();
    const key = keyFor(app, 'articles:write');
    expect(await mutate(app, key, createArticle, { input: articleInput })).toEqual({
      __typename: 'CreateArticleSuccess',
      article: {
        slug: 'news',
        status: 'DRAFT',
        publishedAt: null,
        readingTimeMinutes: 1,
        body: 'Intro with 30.2%.\n\nMore\n\nText.',
      },
    });
    const paths = `{
      article(slug: "news") { slug }
      articles(first: 50) { nodes { slug } }
      narrative(slug: "depin") { articles { nodes { slug } } }
      survey(slug: "top-crypto-narratives-2024") { articles { nodes { slug } } }
      node(id: "${Buffer.from('Article:news').toString('base64url')}") { id }
      search(query: "desk news what") { totalCount }
    }`;
    const countVisible = async (headers: Record<string, string>) =>
      JSON.stringify((await app.post({ query: paths }, headers)).body.data).match(/"news"|"id"/g)?.length ??
      0;
    expect(await countVisible({})).toBe(0);
    expect(await countVisible(key)).toBe(0);
    expect(await countVisible(keyFor(app, 'drafts:read'))).toBe(5);
    const published = await mutate(app, key, publishArticle, { input: { article: 'news' } });
    expect(published).toMatchObject({
      article: { status: 'PUBLISHED', publishedAt: expect.stringMatching(/Z$/) },
    });
    expect(await mutate(app, key, publishArticle, { input: { article: 'news' } })).toEqual(published);
    expect(await countVisible({})).toBe(5);
  });

  test.each([
    [{ narratives: ['nothing'] }, 'UNKNOWN_REFERENCE', ['narratives']],
    [{ survey: 'nothing' }, 'UNKNOWN_REFERENCE', ['survey']],
    [{ body: '# Too high' }, 'INVALID_INPUT', ['body']],
    [{ body: '{{share:nothing}}' }, 'UNKNOWN_REFERENCE', ['body']],
    [{ slug: 'understanding-rest-apis' }, 'SLUG_TAKEN', ['slug']],
  ])('with %j are refused as %s', async (change, code, path) => {
    const app = await startApp();
    const result = await mutate(app, keyFor(app, 'articles:write'), createArticle, {
      input: { ...articleInput, ...change },
    });
    expect(result).toMatchObject({ code, path });
    expect(app.db.$client.prepare('select count(*) from article').pluck().get()).toBe(4);
  });
});

describe('surveys', () => {
  const input = { slug: 'next', title: 'Next', question: 'Which?', options: ['ai', 'depin', 'rwa'] };

  test('are drafts that can be edited and are not public', async () => {
    const app = await startApp();
    const key = keyFor(app, 'surveys:write');
    const created = await mutate(app, key, createSurvey, {
      input: {
        ...input,
        method: 'RANKED_CHOICE',
        overvote: 'EXHAUST',
        series: 'top-crypto-narratives',
        edition: 2025,
        opensAt: '2030-01-01T00:00:00Z',
      },
    });
    expect(created).toEqual({
      __typename: 'CreateSurveySuccess',
      survey: {
        slug: 'next',
        status: 'DRAFT',
        method: 'RANKED_CHOICE',
        maxChoices: 3,
        overvote: 'EXHAUST',
        resultsVisibility: 'AFTER_CLOSE',
        opensAt: '2030-01-01T00:00:00.000Z',
        series: { slug: 'top-crypto-narratives' },
        options: [{ slug: 'ai' }, { slug: 'depin' }, { slug: 'rwa' }],
      },
    });
    expect(
      await mutate(app, key, updateSurvey, {
        input: { slug: 'next', title: 'Then', options: ['ai', 'gamefi'], closesAt: '2031-01-01T00:00:00Z' },
      }),
    ).toEqual({
      __typename: 'UpdateSurveySuccess',
      survey: {
        title: 'Then',
        question: 'Which?',
        closesAt: '2031-01-01T00:00:00.000Z',
        options: [{ slug: 'ai' }, { slug: 'gamefi' }],
      },
    });
    expect(
      await app.query(
        '{ survey(slug: "next") { title } surveys { totalCount } search(query: "then") { totalCount } }',
      ),
    ).toMatchObject({
      survey: null,
      surveys: { totalCount: 2 },
    });
  });

  test.each([
    [{ options: ['ai'] }, 'INVALID_INPUT', ['options']],
    [{ options: ['ai', 'ai'] }, 'INVALID_INPUT', ['options', '1']],
    [{ options: ['ai', 'nothing'] }, 'UNKNOWN_REFERENCE', ['options', '1']],
    [{ maxChoices: 2 }, 'INVALID_INPUT', ['maxChoices']],
    [{ series: 'nothing', edition: 2025 }, 'UNKNOWN_REFERENCE', ['series']],
    [{ series: 'top-crypto-narratives', edition: 2024 }, 'INVALID_INPUT', ['edition']],
    [{ opensAt: '2030-01-02T00:00:00Z', closesAt: '2030-01-01T00:00:00Z' }, 'INVALID_INPUT', ['closesAt']],
    [{ slug: 'sandbox' }, 'SLUG_TAKEN', ['slug']],
  ])('with %j are refused as %s', async (change, code, path) => {
    const app = await startApp();
    const result = await mutate(app, keyFor(app, 'surveys:write'), createSurvey, {
      input: { ...input, ...change },
    });
    expect(result).toMatchObject({ code, path });
  });

  test('that are not drafts cannot be edited', async () => {
    const app = await startApp();
    expect(
      await mutate(app, keyFor(app, 'surveys:write'), updateSurvey, {
        input: { slug: 'sandbox', title: 'X' },
      }),
    ).toMatchObject({
      __typename: 'SurveyNotEditableError',
      code: 'SURVEY_NOT_EDITABLE',
    });
  });
});

describe('a text that is hard to render', () => {
  const {
    'a table whose rows are shorter than its header': wideTable,
    'a quote that goes on without its marks': slowQuote,
  } = hostileMarkdown;
  const faults = '... on InvalidInputError { faults { path line message } }';
  const survey = { slug: 'next', title: 'Next', question: 'Which?', options: ['ai', 'rwa'] };
  const table = wideTable?.(4_900);

  test.each([
    ['createArticle', 'CreateArticleInput', { ...articleInput, body: `Text.\n\n${table}` }, ['body'], 3],
    [
      'createArticle',
      'CreateArticleInput',
      { ...articleInput, faqs: [{ question: 'q', answer: table }] },
      ['faqs', '0', 'answer'],
      1,
    ],
    ['updateArticle', 'UpdateArticleInput', { slug: 'api-endpoint-essentials', body: table }, ['body'], 1],
    ['createSurvey', 'CreateSurveyInput', { ...survey, description: table }, ['description'], 1],
    ['updateSurvey', 'UpdateSurveyInput', { slug: 'draft', description: table }, ['description'], 1],
  ])('is refused by %s, with its place', async (verb, type, input, path, line) => {
    const app = await startApp();
    const key = keyFor(app, 'articles:write', 'surveys:write');
    await mutate(app, key, createSurvey, { input: { ...survey, slug: 'draft' } });
    const mutation = `mutation ($input: ${type}!) { ${verb}(input: $input) { __typename ${faults} } }`;
    expect(await mutate(app, key, mutation, { input })).toEqual({
      __typename: 'InvalidInputError',
      faults: [{ path, line, message: expect.stringMatching(/^Up to this table/) }],
    });
  });

  test('holds up no other requests', async () => {
    const app = await startApp();
    const key = keyFor(app, 'articles:write');
    const answered: string[] = [];
    const mutation = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { __typename ${faults} } }`;
    const input = { ...articleInput, body: slowQuote?.(40_000) };
    const refused = mutate(app, key, mutation, { input }).then((result) => {
      answered.push('the article');
      return result;
    });
    for (const slug of ['ai', 'defi', 'depin']) {
      await app.query('query ($slug: String!) { narrative(slug: $slug) { name } }', { slug });
      answered.push(slug);
    }
    expect(await refused).toEqual({
      __typename: 'InvalidInputError',
      faults: [{ path: ['body'], line: null, message: expect.stringMatching(/^The text takes/) }],
    });
    expect(answered).toEqual(['ai', 'defi', 'depin', 'the article']);
  });
});

test('a description is read as it was rendered when it was saved', async () => {
  const app = await startApp();
  const key = keyFor(app, 'surveys:write', 'drafts:read');
  const input = { slug: 'next', title: 'Next', question: 'Which?', options: ['ai', 'rwa'] };
  await mutate(app, key, createSurvey, { input: { ...input, description: 'How *it* is run.' } });
  const query = `{ survey(slug: "next") { html: description text: description(format: TEXT)
    again: description(format: TEXT) markdown: description(format: MARKDOWN) } }`;
  const read = async () => (await app.post({ query }, key)).body.data.survey;
  expect(await read()).toEqual({
    html: '<p>How <em>it</em> is run.</p>',
    text: 'How it is run.',
    again: 'How it is run.',
    markdown: 'How *it* is run.',
  });
  await mutate(app, key, updateSurvey, { input: { slug: 'next', title: 'Then' } });
  expect((await read()).markdown).toBe('How *it* is run.');
  await mutate(app, key, updateSurvey, { input: { slug: 'next', description: 'Otherwise.' } });
  expect((await read()).html).toBe('<p>Otherwise.</p>');
  await mutate(app, key, updateSurvey, { input: { slug: 'next', description: null } });
  expect(await read()).toEqual({ html: null, text: null, again: null, markdown: null });
});

test('the audit trail contains every change with the values before and after, and no refusals', async () => {
  const app = await startApp();
  const key = keyFor(app, 'narratives:write', 'audit:read');
  await mutate(app, key, createNarrative, { input: narrativeInput });
  await mutate(app, key, createNarrative, { input: narrativeInput });
  await mutate(app, key, updateNarrative, { input: { slug: 'meme-coins', name: 'Memes' } });
  const { body } = await app.post(
    {
      query:
        '{ auditTrail(first: 5) { totalCount nodes { actor action subject slug before after reason } } }',
    },
    key,
  );
  const [changed, created] = body.data.auditTrail.nodes;
  expect(body.data.auditTrail.totalCount).toBe(2);
  expect(created).toMatchObject({
    action: 'createNarrative',
    subject: 'Narrative',
    slug: 'meme-coins',
    before: null,
  });
  expect(changed.actor).toMatch(/^key:/);
  expect(JSON.parse(changed.before).name).toBe('Meme Coins');
  expect(JSON.parse(changed.after).name).toBe('Memes');
  expect(() => app.db.$client.exec('delete from audit_entry')).toThrow(/append-only/);
  expect(() => app.db.$client.exec("update audit_entry set slug = ''")).toThrow(/append-only/);
});

test('loading content does not overwrite edits of the API unless it is forced', async () => {
  const app = await startApp();
  await mutate(app, keyFor(app, 'narratives:write'), updateNarrative, {
    input: { slug: 'ai', name: 'Thinking Machines' },
  });
  const nameOf = async () => (await app.query('{ narrative(slug: "ai") { name } }')).narrative.name;
  const result = await loadContent(app.db, defaultContentFolder, { now: 2 });
  expect(result.changes).toMatchObject([{ kind: 'narrative', slug: 'ai', outcome: 'skipped' }]);
  expect(await nameOf()).toBe('Thinking Machines');
  await loadContent(app.db, defaultContentFolder, { now: 3, force: true });
  expect(await nameOf()).toBe('Artificial Intelligence');
});

test('the caller can query its own identity and budget', async () => {
  const app = await startApp();
  const query = '{ viewer { kind name scopes } budget { limit remaining resetAt } }';
  expect(await app.query(query)).toMatchObject({
    viewer: { kind: 'ANONYMOUS', name: null, scopes: [] },
    budget: { limit: 10_000 },
  });
  const { body } = await app.post({ query }, keyFor(app, 'votes:cast', 'audit:read'));
  expect(body.data).toMatchObject({
    viewer: { kind: 'API_KEY', name: 'site', scopes: ['audit:read', 'votes:cast'] },
    budget: { limit: 60_000 },
  });
});

test.each(everyScope)('a key with only the scope %s may run its operations and no others', async (scope) => {
  const app = await startApp();
  const guarded: Record<string, Scope> = {
    'mutation { createNarrative(input: { slug: "x", name: "x", shortName: "x", summary: "x", keyPoints: [] }) { __typename } }':
      'narratives:write',
    'mutation { updateNarrative(input: { slug: "x" }) { __typename } }': 'narratives:write',
    'mutation { createArticle(input: { slug: "x", title: "x", excerpt: "x", category: "x", author: "x", body: "x" }) { __typename } }':
      'articles:write',
    'mutation { updateArticle(input: { slug: "x" }) { __typename } }': 'articles:write',
    'mutation { publishArticle(input: { article: "x" }) { __typename } }': 'articles:write',
    'mutation { createSurvey(input: { slug: "x", title: "x", question: "x", options: ["ai", "rwa"] }) { __typename } }':
      'surveys:write',
    'mutation { updateSurvey(input: { slug: "x" }) { __typename } }': 'surveys:write',
    '{ auditTrail { totalCount } }': 'audit:read',
  };
  for (const [query, needed] of Object.entries(guarded)) {
    const { status, body } = await app.post({ query }, keyFor(app, scope));
    expect([status, body.errors?.[0].extensions.code], `${scope}: ${query}`).toEqual(
      scope === needed ? [200, undefined] : [403, 'FORBIDDEN'],
    );
    const anonymous = await app.post({ query });
    expect([
      anonymous.status,
      anonymous.body.errors?.[0].extensions.code,
      anonymous.headers.get('www-authenticate'),
    ]).toEqual([401, 'UNAUTHENTICATED', 'Bearer']);
  }
});

test('a forged, expired or revoked key is refused even for public fields', async () => {
  const app = await startApp();
  const valid = createApiKey(app.db, { name: 'a', scopes: [], expiresAt: Date.now() + 60_000 }, 1).key;
  const expired = createApiKey(app.db, { name: 'b', scopes: [], expiresAt: 2 }, 1).key;
  const { key: revoked, row } = createApiKey(app.db, { name: 'c', scopes: [] }, 1);
  app.db.$client.prepare('update api_key set revoked_at = 1 where id = ?').run(row.id);
  const forged = `${valid.slice(0, -8)}${'A'.repeat(8)}`;
  const statusFor = async (key: string) => {
    const { status, body } = await app.post(
      { query: '{ viewer { kind } }' },
      { authorization: `Bearer ${key}` },
    );
    return [status, body.errors?.[0].extensions.code];
  };
  expect(await statusFor(valid)).toEqual([200, undefined]);
  for (const key of [expired, revoked, forged, 'moon_x', 'a.b.c', '']) {
    expect(await statusFor(key), key).toEqual([401, 'UNAUTHENTICATED']);
  }
  const batch = await app.post([{ query: '{ __typename }' }, { query: '{ __typename }' }], {
    authorization: `Bearer ${forged}`,
  });
  expect([batch.status, batch.body.length]).toEqual([401, 2]);
});
