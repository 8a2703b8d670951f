import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withDatabase, withNewDatabase } from '../../src/cli/with-database.ts';
import { withWriter } from '../../src/cli/with-writer.ts';
import { loadFirstContent } from '../../src/content/load-content.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { writeTransaction } from '../../src/db/write-transaction.ts';
import { openWriter, UnavailableError } from '../../src/db/writer.ts';
import { createNarrative } from '../../src/narrative/edit-narrative.ts';
import { emptyDatabase, temporaryFolder } from '../support/database.ts';

const names = ['synchronous', 'journal_mode', 'foreign_keys', 'trusted_schema', 'busy_timeout'] as const;

/** 2 is FULL: what was acknowledged outlives a power cut. */
const expected = [2, 'wal', 1, 0, 5_000];

const pragmasOf = ({ $client }: Database) => names.map((name) => $client.pragma(name, { simple: true }));

describe('every connection has the same settings', () => {
  const file = () => join(temporaryFolder(), 'test.db');

  test('those of readers and of editors', () => {
    const { name } = emptyDatabase().$client;
    const editor = openDatabase(name);
    const reader = openDatabase(name, { isReadonly: true });
    expect([pragmasOf(editor), pragmasOf(reader)]).toEqual([expected, expected]);
    editor.$client.close();
    reader.$client.close();
  });

  test('those of the command line', async () => {
    const made = file();
    expect(await withNewDatabase(made, pragmasOf)).toEqual(expected);
    expect(await withDatabase(made, pragmasOf)).toEqual(expected);
  });

  test('those of the writer, also once it had to connect again', async () => {
    const db = emptyDatabase();
    const writer = openWriter(db.$client.name);
    const ask = async () => {
      const { results } = await writer.write(names.map((name) => ({ sql: `pragma ${name}`, params: [] })));
      return results.map(({ rows }) => Object.values(rows[0] ?? {})[0]);
    };
    expect(await ask()).toEqual(expected);
    const page = Number(db.$client.pragma('page_count', { simple: true }));
    await writer.write([{ sql: `pragma max_page_count = ${page}`, params: [] }]);
    const large = {
      sql: 'insert into series (slug, title) values (?, ?)',
      params: ['large', 'x'.repeat(100_000)],
    };
    await expect(writer.write([large])).rejects.toThrow(UnavailableError);
    expect(await ask()).toEqual(expected);
    await writer.close();
  });

  test('those of a command that writes votes', async () => {
    const settings = await withWriter(emptyDatabase().$client.name, async (db, writer) => {
      const { results } = await writer.write([{ sql: 'pragma synchronous', params: [] }]);
      return [pragmasOf(db), results[0]?.rows[0]?.synchronous];
    });
    expect(settings).toEqual([expected, 2]);
  });
});

const narrative = { slug: 'x', name: 'X', shortName: 'X', summary: 'X', keyPoints: [] };

describe('a transaction that writes takes the write lock before it reads', () => {
  test('in the writer', async () => {
    const db = emptyDatabase();
    const writer = openWriter(db.$client.name, { scheduleInterval: 0 });
    await writer.write([{ sql: 'pragma busy_timeout = 20', params: [] }]);
    db.$client.exec('begin immediate');
    await expect(writer.write([{ sql: 'select 1', params: [] }])).rejects.toThrow('SQLITE_BUSY');
    db.$client.exec('rollback');
    await writer.close();
  });

  test.each([
    ['migrations', (db: Database) => migrate(db)],
    ['content that is loaded', (db: Database) => loadFirstContent(db, 0)],
    ['editors', (db: Database) => createNarrative(db, narrative, { actor: 'cli', now: 0 })],
    ['whatever else writes in the process', (db: Database) => writeTransaction(db, () => db.get('select 1'))],
  ])('of %s', async (_name, write) => {
    const statements: string[] = [];
    const db = emptyDatabase({ onStatement: (sql) => statements.push(sql) });
    const other = openDatabase(db.$client.name);
    db.$client.pragma('busy_timeout = 20');
    other.$client.exec('begin immediate');
    await expect((async () => write(db))()).rejects.toThrow('database is locked');
    other.$client.exec('rollback');
    statements.length = 0;
    await write(db);
    expect(statements.filter((sql) => /^begin/i.test(sql))).toEqual(['BEGIN IMMEDIATE']);
    other.$client.close();
  });
});
