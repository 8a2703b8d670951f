import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { narrative } from '../../src/db/tables/narrative.ts';
import { survey, surveyOption, surveyStates } from '../../src/db/tables/survey.ts';
import { type App, startApp } from '../support/app.ts';

const insertSurvey = (app: App, id: number, values: Partial<typeof survey.$inferInsert> = {}) =>
  app.db
    .insert(survey)
    .values({
      id,
      slug: `s${id}`,
      title: `Title ${id % 3}`,
      question: '?',
      state: 'OPEN',
      method: 'SINGLE_CHOICE',
      maxChoices: 1,
      resultSource: 'TALLIED',
      resultsVisibility: 'LIVE',
      isSample: false,
      ballots: 0,
      updatedAt: 0,
      edition: id % 4 === 0 ? null : 2000 + (id % 5),
      ...values,
    })
    .run();

const insertNarrative = (app: App, id: number) =>
  app.db
    .insert(narrative)
    .values({
      id,
      slug: `n${id}`,
      name: `Name ${id % 3}`,
      shortName: `N${id}`,
      summary: '',
      keyPoints: '[]',
      relatedProjects: '[]',
      updatedAt: id % 4,
    })
    .run();

/** How the rows of a list are made and removed, and how one page of it is asked for. */
const lists = {
  surveys: {
    insert: insertSurvey,
    remove: (app: App, id: number) => app.db.$client.exec(`delete from survey where id = ${id}`),
    orders: ['TITLE', 'DATE', 'STATUS'],
    query: (order: string) => `query ($first: Int, $after: String, $last: Int, $before: String) {
      list: surveys(first: $first, after: $after, last: $last, before: $before, orderBy: ${order}) { totalCount nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  },
  narratives: {
    insert: insertNarrative,
    remove: (app: App, id: number) => app.db.$client.exec(`delete from narrative where id = ${id}`),
    orders: ['TITLE', 'DATE'],
    query: (order: string) => `query ($first: Int, $after: String, $last: Int, $before: String) {
      list: narratives(first: $first, after: $after, last: $last, before: $before, orderBy: ${order}) { totalCount nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  },
  'results of a narrative': {
    insert: (app: App, id: number) => {
      if (id === 1) insertNarrative(app, 1);
      insertSurvey(app, id);
      app.db.insert(surveyOption).values({ surveyId: id, narrativeId: 1, position: 0, votes: 0 }).run();
    },
    remove: (app: App, id: number) => app.db.$client.exec(`delete from survey where id = ${id}`),
    orders: ['DATE'],
    query: () => `query ($first: Int, $after: String, $last: Int, $before: String) {
      narrative(slug: "n1") { list: results(first: $first, after: $after, last: $last, before: $before) { totalCount nodes { slug: survey { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
  },
};

const slugOf = (node: { slug: string | { slug: string } }) =>
  typeof node.slug === 'string' ? node.slug : node.slug.slug;

describe.each(Object.entries(lists))('walking through %s', (_name, list) => {
  test('no row is seen twice and none that stayed is missed, whatever comes and goes between the pages', async () => {
    const app = await startApp({ isEmpty: true });
    let nextId = 1;
    for (; nextId <= 25; nextId++) list.insert(app, nextId);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...list.orders),
        fc.constantFrom('ASC', 'DESC'),
        fc.boolean(),
        fc.array(
          fc.record({ size: fc.integer({ min: 1, max: 7 }), removes: fc.boolean(), inserts: fc.boolean() }),
          { minLength: 30, maxLength: 30 },
        ),
        async (field, direction, isBackward, steps) => {
          const all = async () => {
            const data = await app.query(list.query(`{ field: ${field}, direction: ${direction} }`), {
              first: 100,
            });
            return (data.list ?? data.narrative.list) as { totalCount: number; nodes: { slug: string }[] };
          };
          const atStart = (await all()).nodes.map(slugOf);
          const removed = new Set<string>();
          const seen: string[] = [];
          let cursor: string | null = null;
          for (const { size, removes, inserts } of steps) {
            const data = await app.query(
              list.query(`{ field: ${field}, direction: ${direction} }`),
              isBackward ? { last: size, before: cursor } : { first: size, after: cursor },
            );
            const page = data.list ?? data.narrative.list;
            const slugs: string[] = page.nodes.map(slugOf);
            seen.push(...(isBackward ? slugs.toReversed() : slugs));
            if (removes) {
              // Never the first, which the third list belongs to.
              const victim = atStart.find((slug) => slug !== 's1' && slug !== 'n1' && !removed.has(slug));
              if (victim !== undefined) {
                removed.add(victim);
                list.remove(app, Number(victim.slice(1)));
              }
            }
            if (inserts) list.insert(app, nextId++);
            const isLast = isBackward ? !page.pageInfo.hasPreviousPage : !page.pageInfo.hasNextPage;
            if (isLast) break;
            cursor = isBackward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
          }
          expect(new Set(seen).size).toBe(seen.length);
          const walked = isBackward ? seen.toReversed() : seen;
          const stayed = atStart.filter((slug) => !removed.has(slug));
          expect(walked.filter((slug) => stayed.includes(slug))).toEqual(stayed);
          const now = await all();
          expect(now.totalCount).toBe(now.nodes.length);
          while (now.nodes.length > 60)
            list.remove(app, Number(slugOf(now.nodes.pop() ?? { slug: 's0' }).slice(1)));
        },
      ),
      { numRuns: 12 },
    );
  });
});

test('a status is what was written, in a filter as in a field, whatever the times say', async () => {
  const now = 1_000_000;
  const app = await startApp({ isEmpty: true, clock: () => now });
  const times = [null, now - 10, now, now + 10];
  let id = 0;
  for (const state of surveyStates) {
    for (const opensAt of times) {
      for (const closesAt of times) {
        if (opensAt !== null && closesAt !== null && closesAt <= opensAt) continue;
        insertSurvey(app, ++id, { state, opensAt, closesAt });
      }
    }
  }
  const rows = app.db.select().from(survey).all();
  for (const status of surveyStates.filter((state) => state !== 'DRAFT')) {
    const { surveys } = await app.query(
      `{ surveys(first: 100, filter: { status: [${status}] }) { totalCount nodes { slug status } } }`,
    );
    const expected = rows.filter(({ state }) => state === status);
    expect(surveys.totalCount).toBe(expected.length);
    expect(surveys.nodes.map(({ slug }: { slug: string }) => slug).sort()).toEqual(
      expected.map(({ slug }) => slug).sort(),
    );
    for (const node of surveys.nodes) expect(node.status).toBe(status);
  }
});

test('filters and counts go together', async () => {
  const app = await startApp();
  expect(
    await app.query(`{
      real: surveys(filter: { isSample: false }) { totalCount nodes { slug } }
      samples: surveys(filter: { isSample: true, status: [OPEN] }) { totalCount nodes { slug } }
      edition: surveys(filter: { series: "top-crypto-narratives", edition: 2024 }) { totalCount }
      none: surveys(filter: { edition: 1999 }) { totalCount nodes { slug } pageInfo { hasNextPage startCursor } }
    }`),
  ).toEqual({
    real: { totalCount: 1, nodes: [{ slug: 'top-crypto-narratives-2024' }] },
    samples: { totalCount: 1, nodes: [{ slug: 'sandbox' }] },
    edition: { totalCount: 1 },
    none: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, startCursor: null } },
  });
});

test('a hidden running result shows on no path, and is there once voting is over', async () => {
  let now = 1_000;
  const app = await startApp({ isEmpty: true, clock: () => now });
  insertNarrative(app, 1);
  insertNarrative(app, 2);
  insertSurvey(app, 1, { resultsVisibility: 'AFTER_CLOSE', closesAt: 2_000, ballots: 3 });
  app.db
    .insert(surveyOption)
    .values([1, 2].map((id) => ({ surveyId: 1, narrativeId: id, position: id, votes: id })))
    .run();
  const query = `{
    survey(slug: "s1") { status voteCount results { votes } outcome { denominator } }
    narrative(slug: "n1") { result(survey: "s1") { votes } results { totalCount nodes { votes } } }
    node(id: "${Buffer.from('SurveyResult:s1:n1').toString('base64url')}") { id }
  }`;
  expect(await app.query(query)).toEqual({
    survey: { status: 'OPEN', voteCount: null, results: null, outcome: null },
    narrative: { result: null, results: { totalCount: 0, nodes: [] } },
    node: null,
  });
  now = 2_000;
  expect((await app.query(query)).survey.status).toBe('OPEN');
  await app.writer.write([]);
  const closed = await app.query(query);
  expect(closed.survey).toEqual({
    status: 'CLOSED',
    voteCount: 3,
    results: [{ votes: 2 }, { votes: 1 }],
    outcome: { denominator: 3 },
  });
  expect(closed.narrative).toEqual({
    result: { votes: 1 },
    results: { totalCount: 1, nodes: [{ votes: 1 }] },
  });
  expect(closed.node).not.toBeNull();
});
