import { expect, test } from 'vitest';
import { castVote } from '../../../src/vote/cast-vote.ts';
import { type Reply, startApp } from '../../support/app.ts';
import { secret } from '../../vote/voting.ts';

type Values = Reply['body'][];

const slugsIn = (list: { nodes: Values }) => list.nodes.map(({ slug }) => slug);

test('a connection lists each entry once when its parent occurs several times in a batch', async () => {
  const app = await startApp({ costLimit: 0, rateLimitPoints: 0 });
  app.db.$client.exec(`insert into article_narrative
    select article.id, narrative.id, 0 from article cross join narrative
    where article.slug = 'understanding-rest-apis' and narrative.slug in ('ai', 'depin');
    update article set survey_id = (select id from survey where slug = 'sandbox') where survey_id is null`);
  await castVote(app.writer, app.db, secret, {
    survey: 'sandbox',
    choices: ['ai'],
    caller: 'test',
    voter: 'ann',
  });
  app.db.$client.exec("update survey set state = 'CLOSED' where slug = 'sandbox'");
  const { articles, narratives } = await app.query(`{
    articles { nodes { narratives { slug articles { totalCount nodes { slug } } } } }
    narratives { nodes { results { nodes { survey { slug
      articles { totalCount nodes { slug } } votes { totalCount nodes { id } } } } } } } }`);
  const ofNarratives: Values = articles.nodes.flatMap(
    (article: { narratives: Values }) => article.narratives,
  );
  expect(ofNarratives.filter(({ slug }) => slug === 'ai')).toHaveLength(2);
  for (const { slug, articles: related } of ofNarratives) {
    const expected = ['ai', 'depin'].includes(slug)
      ? ['understanding-rest-apis', 'top-crypto-narratives-2024']
      : ['top-crypto-narratives-2024'];
    expect([slug, slugsIn(related).sort(), related.totalCount]).toEqual([
      slug,
      expected.sort(),
      expected.length,
    ]);
  }
  const surveys: Values = narratives.nodes.flatMap(({ results }: { results: { nodes: Values } }) =>
    results.nodes.map(({ survey }) => survey),
  );
  const sandboxes = surveys.filter(({ slug }) => slug === 'sandbox');
  expect(sandboxes.length).toBeGreaterThan(1);
  for (const { articles: related, votes } of sandboxes) {
    expect([related.nodes.length, votes.nodes.length]).toEqual([related.totalCount, 1]);
  }
});
