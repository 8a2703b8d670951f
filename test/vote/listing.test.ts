import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import { voteEventWrites } from '../../src/vote/cast-writes.ts';
import { importVotes } from '../../src/vote/import/import-votes.ts';
import { voidImport } from '../../src/vote/import/void-import.ts';
import { listVotes } from '../../src/vote/listing-writes.ts';
import { randomId } from '../../src/vote/voter.ts';
import { type App, startApp } from '../support/app.ts';
import { addSurvey, narrativeRow, secret } from './voting.ts';

const slugs = ['a', 'b', 'c'];

/** More votes than a close lists at once, each for one option and each for that and the next. */
async function appWithVotes(count: number): Promise<App> {
  const app = await startApp({ isEmpty: true, rateLimitPoints: 0, hasUpkeep: false });
  app.db
    .insert(narrative)
    .values(slugs.map((slug) => narrativeRow(slug)))
    .run();
  const surveyId = addSurvey(app.db, { method: 'RANKED_CHOICE', maxChoices: 3 }, slugs);
  const writes = Array.from({ length: count }, (_, index) => {
    const choices = JSON.stringify([1 + (index % 3), 1 + ((index + 1) % 3)]);
    const event = { id: randomId(), receipt: randomId(), surveyId, voter: `v${index}`, choices };
    return app.writer.write(voteEventWrites({ ...event, keyHash: undefined }));
  });
  await Promise.all(writes);
  return app;
}

/** The ids on all pages of votes that name the option, and `totalCount`; null if `votes` is. */
async function votesFor(app: App, slug: string): Promise<{ ids: string[]; totalCount: number } | null> {
  const ids: string[] = [];
  let after: string | null = null;
  let totalCount = 0;
  do {
    const data: { survey: { votes: Page | null } } = await app.query(
      `query ($slug: String, $after: String) { survey(slug: "vote") { votes(first: 100, after: $after, filter: { narrative: $slug }) {
        totalCount nodes { id choices { slug } } pageInfo { hasNextPage endCursor } } } }`,
      { slug, after },
    );
    const page = data.survey.votes;
    if (page === null) return null;
    for (const { id, choices } of page.nodes) {
      expect(choices.map((choice) => choice.slug)).toContain(slug);
      ids.push(id);
    }
    totalCount = page.totalCount;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return { ids, totalCount };
}

interface Page {
  totalCount: number;
  nodes: { id: string; choices: { slug: string }[] }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

test('the votes of a large survey are listed by what they name in steps, and until then no page under a filter is half of one', async () => {
  const count = 4_500;
  const app = await appWithVotes(count);
  expect(await votesFor(app, 'a')).toBeNull();
  app.db.$client.exec("update survey set state = 'CLOSED'");
  expect(await votesFor(app, 'a')).toBeNull();
  const all = await app.query('{ survey(slug: "vote") { votes { totalCount } } }');
  expect(all.survey.votes).toEqual({ totalCount: count });
  // What comes in and goes out meanwhile is in its place, whether the steps have passed it or not.
  const answers = (choice: string, rows: number) => ({
    survey: 'vote',
    open: () => Readable.from([Buffer.from(`pick\n${`${choice}\n`.repeat(rows)}`)]),
    choiceColumns: ['pick'],
  });
  const voided = await importVotes(app.writer, app.db, secret, answers('a', 50));
  await importVotes(app.writer, app.db, secret, answers('b', 70));
  await voidImport(app.writer, app.db, { batch: voided.batch ?? '', reason: 'A test.', actor: 'cli' });
  app.statements.length = 0;
  await listVotes(app.writer, app.db);
  // Two more steps, each after a look, and the last look.
  expect(app.statements.filter((sql) => sql.includes('vote_listing'))).toHaveLength(3);
  const [a, b, c] = await Promise.all(slugs.map((slug) => votesFor(app, slug)));
  for (const [votes, expected] of [
    [a, 3_000],
    [b, 3_070],
    [c, 3_000],
  ] as const) {
    expect(votes?.totalCount).toBe(expected);
    expect(new Set(votes?.ids).size).toBe(expected);
    expect(votes?.ids).toHaveLength(expected);
  }
});
