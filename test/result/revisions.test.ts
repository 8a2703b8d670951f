import { expect, test } from 'vitest';
import { revisionByFile } from '../../src/result/revision-writes.ts';
import { startApp } from '../support/app.ts';

const slug = 'top-crypto-narratives-2024';

const query = `query ($first: Int) { survey(slug: "${slug}") { outcome { revision revisions(first: $first) {
  revision at reason results { option { slug narrative { name } } rank votes share } } } } }`;

test('the figures before each correction are readable, the latest first', async () => {
  const app = await startApp();
  const ask = async (first?: number) => (await app.query(query, { first })).survey.outcome;
  expect(await ask()).toEqual({ revision: 1, revisions: [] });
  for (const [share, at] of [
    [3100, Date.UTC(2026, 0, 1)],
    [3200, Date.UTC(2026, 0, 2)],
  ] as const) {
    const begin = revisionByFile(app.db, slug);
    app.db.$client
      .prepare(
        `update survey_option set reported_share = ? where survey_id = (select id from survey where slug = ?)
          and narrative_id = (select id from narrative where slug = 'depin')`,
      )
      .run(share, slug);
    begin(at);
  }
  const { revision, revisions } = await ask();
  expect(revision).toBe(3);
  expect(
    revisions.map(({ results, ...rest }: { results: unknown[] }) => ({ ...rest, first: results[0] })),
  ).toEqual([
    {
      revision: 2,
      at: '2026-01-02T00:00:00.000Z',
      reason: 'The content file was corrected.',
      first: {
        option: { slug: 'depin', narrative: { name: expect.any(String) } },
        rank: 1,
        votes: null,
        share: 31,
      },
    },
    {
      revision: 1,
      at: '2026-01-01T00:00:00.000Z',
      reason: 'The content file was corrected.',
      first: {
        option: { slug: 'depin', narrative: { name: expect.any(String) } },
        rank: 1,
        votes: null,
        share: 30.2,
      },
    },
  ]);
  expect((await ask(1)).revisions).toMatchObject([{ revision: 2 }]);
});

test.each([0, 101])('%i revisions cannot be requested', async (first) => {
  const app = await startApp();
  const few = `{ survey(slug: "${slug}") { outcome { revisions(first: ${first}) { at } } } }`;
  const { body } = await app.post({ query: few });
  expect(body.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});

test('a stored revision is neither changed nor deleted', async () => {
  const app = await startApp();
  revisionByFile(app.db, slug);
  app.db.$client.exec(`insert into result_revision (survey_id, revision, at, reason, figures)
    select id, 1, 0, 'why', '{}' from survey where slug = '${slug}'`);
  for (const change of ['delete from result_revision', "update result_revision set reason = 'other'"]) {
    expect(() => app.db.$client.exec(change)).toThrow('kept as they were');
  }
});
