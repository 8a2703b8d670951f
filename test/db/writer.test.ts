import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { series } from '../../src/db/tables/survey.ts';
import { ConstraintError, openWriter, UnavailableError } from '../../src/db/writer.ts';
import { emptyDatabase, temporaryFolder } from '../support/database.ts';
import { noon, startVoting } from '../vote/voting.ts';

const insert = (slug: string) => ({
  sql: 'insert into series (slug, title) values (?, ?) returning id',
  params: [slug, 'x'],
});
const fail = { sql: 'insert into series (slug, title) values (null, null)', params: [] };

describe('the writer', () => {
  test('writes a batch together, and hands in the time', async () => {
    const { db, writer } = startVoting();
    const build = db
      .insert(series)
      .values({ slug: 'one', title: sql`cast(@now as integer)` })
      .returning({ id: series.id });
    const { now, results } = await writer.write([build.toSQL(), insert('two')]);
    expect(now).toBe(noon);
    expect(results).toEqual([
      { rows: [{ id: 1 }], changes: 1 },
      { rows: [{ id: 2 }], changes: 1 },
    ]);
    expect(db.select({ title: series.title }).from(series).all()).toEqual([
      { title: String(noon) },
      { title: 'x' },
    ]);
  });

  test('lets a batch that fails harm no other, and writes nothing of it', async () => {
    const { db, writer } = startVoting();
    const replies = await Promise.allSettled([
      writer.write([insert('one')]),
      writer.write([insert('two'), fail]),
      writer.write([{ sql: 'no statement at all', params: [] }]),
      writer.write([fail]),
      writer.write([insert('three'), insert('four')]),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    const reason = replies[1]?.status === 'rejected' ? replies[1].reason : undefined;
    expect(reason).toBeInstanceOf(ConstraintError);
    expect(reason).toMatchObject({
      code: 'SQLITE_CONSTRAINT_NOTNULL',
      message: expect.stringContaining('series.slug'),
    });
    const slugs = db.select({ slug: series.slug }).from(series).orderBy(series.id).all();
    expect(slugs.map(({ slug }) => slug)).toEqual(['one', 'three', 'four']);
  });

  test('commits what is asked for in one turn at once', async () => {
    const { db, writer } = startVoting();
    await writer.write([]);
    const version = () => db.$client.pragma('data_version', { simple: true });
    const before = Number(version());
    await Promise.all(Array.from({ length: 200 }, (_, index) => writer.write([insert(`s${index}`)])));
    // Moves once for each commit of another connection that it meets; without a look in between, all of them
    // are one.
    expect(Number(version())).toBe(before + 1);
    const times = await Promise.all(
      Array.from({ length: 50 }, () =>
        writer.write([{ sql: 'select id as rows from series where id = 200', params: [] }]),
      ),
    );
    expect(times.every(({ results }) => results[0]?.rows[0]?.rows === 200)).toBe(true);
  });

  test('refuses what is beyond its queue, and takes it once there is room', async () => {
    const { writer } = startVoting({}, { queueLimit: 2 });
    const replies = await Promise.allSettled(
      ['one', 'two', 'three'].map((slug) => writer.write([insert(slug)])),
    );
    expect(replies.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(replies[2]).toMatchObject({ reason: expect.any(UnavailableError) });
    expect(await writer.write([insert('three')])).toBeDefined();
  });

  test('refuses while the file cannot be written and recovers by itself', async () => {
    const db = emptyDatabase();
    const file = join(temporaryFolder(), 'not', 'there.db');
    const lost = openWriter(file);
    await expect(lost.write([insert('one')])).rejects.toThrow();
    await lost.close();
    const { page } = { page: Number(db.$client.pragma('page_count', { simple: true })) };
    const writer = openWriter(db.$client.name, { clock: () => ({ wall: noon, monotonic: 0 }) });
    await writer.write([{ sql: `pragma max_page_count = ${page}`, params: [] }]);
    const large = {
      sql: 'insert into series (slug, title) values (?, ?)',
      params: ['large', 'x'.repeat(100_000)],
    };
    const replies = await Promise.allSettled([writer.write([insert('small')]), writer.write([large])]);
    expect(replies).toMatchObject([
      { status: 'rejected', reason: expect.any(UnavailableError) },
      { status: 'rejected', reason: expect.any(UnavailableError) },
    ]);
    expect(db.select().from(series).all()).toEqual([]);
    await writer.write([large]);
    expect(db.select().from(series).all()).toHaveLength(1);
    await writer.close();
  });

  test('writes all that was asked for before it closes, and nothing after', async () => {
    const { db, writer } = startVoting();
    const asked = Array.from({ length: 100 }, (_, index) => writer.write([insert(`s${index}`)]));
    await writer.close();
    await Promise.all(asked);
    expect(db.select().from(series).all()).toHaveLength(100);
    await expect(writer.write([insert('late')])).rejects.toThrow(UnavailableError);
  });
});
