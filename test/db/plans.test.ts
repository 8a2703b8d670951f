import { fileURLToPath } from 'node:url';
import type BetterSqlite3 from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { castVote } from '../../src/vote/cast-vote.ts';
import { type App, startApp } from '../support/app.ts';
import { emptyDatabase } from '../support/database.ts';
import { migratedSchema } from '../support/migrations.ts';
import { allowances } from '../support/plan-allowances.ts';
import { growingSteps } from '../support/statement-plan.ts';
import { secret, startVoting } from '../vote/voting.ts';

// Every test checks the plans of the statements that it prepares (`support/plan-check.ts`). These tests check
// the check, and request every filter and order of every list, so that each shape of their statements is
// prepared.

describe('the check of plans', () => {
  const schema = migratedSchema();
  schema.exec(`
    create trigger looks_at_all_votes after insert on series begin
      update narrative set updated_at = (select max(cast_at) from vote) where id = 1;
    end;
    create trigger deeper after update on narrative begin
      delete from vote_choice where vote_id = 'x';
    end`);

  test.each([
    ['a table', 'select * from survey where title = ?', ['scans survey']],
    [
      'an index, for want of the right one',
      'select slug from narrative order by slug',
      ['scans narrative by narrative_slug_unique'],
    ],
    ['a whole count', 'select count(*) from vote', ['scans vote by vote_receipt_unique']],
    ['a count of a range', 'select count(*) from vote where survey_id = 1', ['adds up']],
    [
      'a page that sorts a range',
      'select * from vote where survey_id = 1 order by cast_at limit 9',
      ['sorts'],
    ],
    [
      'the text index without a word',
      "select rowid from survey_index where title <> ''",
      ['scans survey_index'],
    ],
    [
      'a trigger, and the triggers of that',
      'insert into series (slug, title) values (?, ?)',
      ['adds up', 'scans vote', 'scans vote_choice'],
    ],
    ['a foreign key without an index', 'delete from author where id = 1', ['scans article']],
    ['nothing for a key', 'select * from survey where id in (select value from json_each(?))', []],
    ['nothing for a range', 'select * from vote where survey_id = @id order by id limit @limit', []],
    ['nothing for what holds of new rows', 'insert into author (name) values (?)', []],
  ])('finds %s', (_name, sql, steps) => {
    expect(growingSteps(schema, sql)).toEqual(steps);
  });

  /** As if a file of ours prepared it. */
  const prepareInSource = (client: BetterSqlite3.Database, sql: string): unknown => {
    const file = fileURLToPath(new URL('../../src/vote/more-queries.ts', import.meta.url));
    return new Function('client', 'sql', `return client.prepare(sql);\n//# sourceURL=${file}`)(client, sql);
  };

  test('refuses a statement in src/ when it is prepared, each time, and one of a test never', () => {
    const { $client: client } = emptyDatabase();
    for (const _attempt of [1, 2]) {
      expect(() => prepareInSource(client, 'select * from vote')).toThrow('scans vote');
    }
    expect(prepareInSource(client, 'select * from vote where receipt = ?')).toBeDefined();
    expect(client.prepare('select * from vote').all()).toEqual([]);
  });

  test("refuses one in the writer's thread", async () => {
    const { writer } = startVoting();
    const scan = { sql: 'update vote_event set at = 0 where voter = @voter', params: { voter: 'x' } };
    await expect(writer.write([scan])).rejects.toThrow('scans vote_event');
  });

  test('has a reason for each exception', () => {
    for (const { because, steps } of allowances) {
      expect(because).toMatch(/^[A-Z`].{20,}\.$/);
      expect(steps.length).toBeGreaterThan(0);
    }
  });
});

/** Every subset of the members that an input can have, as literals. */
function subsets(members: Readonly<Record<string, string>>): string[] {
  let sets = [''];
  for (const [name, value] of Object.entries(members)) {
    sets = sets.flatMap((set) => [set, `${set} ${name}: ${value}`]);
  }
  return sets;
}

const orders = (...fields: string[]): string[] =>
  fields.flatMap((field) =>
    ['ASC', 'DESC'].map((direction) => `orderBy: { field: ${field}, direction: ${direction} }`),
  );

const pairs = (filters: readonly string[], orderings: readonly string[]): string[] =>
  filters.flatMap((filter) => orderings.map((order) => `filter: {${filter} } ${order}`));

/** For each list of the schema: what leads to it, and the arguments besides those of the page. */
const lists: Record<string, { path: string; field: string; variants: string[] }> = {
  surveys: {
    path: '',
    field: 'surveys',
    variants: pairs(
      subsets({
        status: '[DRAFT, OPEN, CLOSED, PUBLISHED]',
        series: '"top-crypto-narratives"',
        edition: '2024',
        isSample: 'false',
      }),
      orders('TITLE', 'DATE', 'STATUS'),
    ),
  },
  narratives: {
    path: '',
    field: 'narratives',
    variants: pairs(subsets({ survey: '"sandbox"', search: '"a"' }), orders('TITLE', 'DATE')),
  },
  articles: {
    path: '',
    field: 'articles',
    variants: pairs(
      subsets({ category: '"research"', narrative: '"ai"', survey: '"top-crypto-narratives-2024"' }),
      orders('TITLE', 'DATE'),
    ),
  },
  'articles of narratives': { path: 'narratives', field: 'articles', variants: [''] },
  'articles of surveys': { path: 'surveys', field: 'articles', variants: [''] },
  'results of narratives': { path: 'narratives', field: 'results', variants: [''] },
  'votes of surveys': { path: 'surveys', field: 'votes', variants: ['', 'filter: { narrative: "ai" }'] },
  'the audit trail': { path: '', field: 'auditTrail', variants: [''] },
};

interface Page {
  totalCount: number;
  pageInfo: { startCursor: string | null; endCursor: string | null };
}

const isPage = (value: object): value is Page => 'pageInfo' in value;

/** The first page in a response that is not empty, at whatever depth. */
function pageIn(value: unknown): Page | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isPage(value)) return value.pageInfo.startCursor === null ? undefined : value;
  return Object.values(value)
    .map(pageIn)
    .find((page) => page !== undefined);
}

async function voted(): Promise<{ app: App; headers: Record<string, string> }> {
  const unlimited = { costLimit: 0, costLimitKeyed: 0, rateLimitPoints: 0, rateLimitPointsKeyed: 0 };
  const app = await startApp(unlimited);
  const { key } = createApiKey(app.db, { name: 'all', scopes: ['drafts:read', 'audit:read'] }, 1);
  for (const voter of ['ann', 'bob']) {
    await castVote(app.writer, app.db, secret, { survey: 'sandbox', choices: ['ai'], caller: 'test', voter });
  }
  app.db.$client.exec(`
    update survey set state = 'CLOSED' where slug = 'sandbox';
    insert into audit_entry (at, actor, action, subject, slug) values (1, 'cli', 'closeSurvey', 'Survey', 'sandbox')`);
  return { app, headers: { authorization: `Bearer ${key}` } };
}

test.each(Object.entries(lists))(
  'every page and total of %s is a range of an index and a maintained count',

  async (_name, { path, field, variants }) => {
    const { app, headers } = await voted();
    const read = async (variant: string, page: string, caller: Record<string, string>): Promise<unknown> => {
      const list = `${field}(${page} ${variant}) { totalCount nodes { __typename } pageInfo { startCursor endCursor } }`;
      const query = path === '' ? `{ ${list} }` : `{ ${path}(first: 5) { nodes { ${list} } } }`;
      const { body } = await app.post({ query }, caller);
      expect(body.errors, `${query}\n${JSON.stringify(body)}`).toBeUndefined();
      return body.data;
    };
    const callers = field === 'auditTrail' ? [headers] : [headers, {}];
    let cursors = 0;
    for (const caller of callers) {
      for (const variant of variants) {
        const page = pageIn(await read(variant, 'first: 2', caller))?.pageInfo;
        await read(variant, 'last: 2', caller);
        if (page === undefined) continue;
        cursors += 1;
        await read(variant, `first: 2 after: "${page.startCursor}"`, caller);
        await read(variant, `last: 2 before: "${page.endCursor}"`, caller);
        await read(variant, `first: 2 after: "${page.startCursor}" before: "${page.endCursor}"`, caller);
      }
    }
    expect(cursors).toBeGreaterThan(0);
  },
);

test('so is whatever else is read of a survey and an article', async () => {
  const { app } = await voted();
  await app.query(`{
    surveys(first: 5) { nodes {
      options { narrative { keyPoints { title } } } previousEdition { slug } series { title } voteCount
      hours: turnout(interval: HOUR, first: 3) { votes } days: turnout(interval: DAY) { votes } weeks: turnout(interval: WEEK) { votes }
      outcome { rounds { number } } results { rankChange } } }
    articles { nodes { body sections { heading } faqs { question } related(first: 2) { slug } survey { slug } narratives { slug } } }
    search(query: "a", first: 2) { totalCount edges { snippet node { __typename } } }
    categories { slug } allSeries { slug } series(slug: "top-crypto-narratives") { title } vote(receipt: "x") { id } }`);
});
