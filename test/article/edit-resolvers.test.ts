import { describe, expect, test } from 'vitest';
import { type Reply, startApp } from '../support/app.ts';
import { keyFor, mutate } from '../support/mutations.ts';
import { articleInput, createArticle, publishArticle } from './edits.ts';

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
    expect(await mutate(app, keyFor(app, 'articles:write'), createArticle, input)).toMatchObject({
      __typename: 'CreateArticleSuccess',
    });
  });

  test('are drafts until published, and drafts are visible only with the scope, on every path', async () => {
    const app = await startApp();
    const key = keyFor(app, 'articles:write');
    expect(await mutate(app, key, createArticle, articleInput)).toEqual({
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
    const published = await mutate(app, key, publishArticle, { article: 'news' });
    expect(published).toMatchObject({
      article: { status: 'PUBLISHED', publishedAt: expect.stringMatching(/Z$/) },
    });
    expect(await mutate(app, key, publishArticle, { article: 'news' })).toEqual(published);
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
      ...articleInput,
      ...change,
    });
    expect(result).toMatchObject({ code, path });
    expect(app.db.$client.prepare('select count(*) from article').pluck().get()).toBe(4);
  });
});

test('the work of rendering is charged by its CPU time, and is in the cost report', async () => {
  const app = await startApp();
  const headers = { ...keyFor(app, 'articles:write'), 'x-graphql-cost': 'report' };
  // Rendering 40 KB takes tens of milliseconds; a point stands for a tenth of one.
  const prose = 'A sentence with *some* words in **it**.\n\n'.repeat(1_000);
  const remaining = (reply: Reply) => Number(/r=(\d+)/.exec(reply.headers.get('ratelimit') ?? '')?.[1]);
  const create = (slug: string, body: string) =>
    app.post({ query: createArticle, variables: { input: { ...articleInput, slug, body } } }, headers);
  const first = await create('first', 'A sentence.');
  const second = await create('second', prose);
  const { requested, actual } = second.body.extensions.cost;
  expect(second.body.data.createArticle.__typename).toBe('CreateArticleSuccess');
  expect(actual).toBeGreaterThan(requested + 50);
  // The length of the variables is charged beside the price.
  expect(remaining(first) - remaining(second)).toBe(actual + 5);
});
