import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** A file imports from its own room or from rooms further right. */
const rooms = [
  'main',
  'cli',
  'content',
  'pages',
  'http',
  'engine',
  'api',
  'guard',
  'search',
  'article',
  'vote',
  'result',
  'survey',
  'narrative',
  'graphql',
  'access',
  'chart',
  'text',
  'db',
];
/** Only these may read the environment or know the configuration. */
const readersOfConfig = ['main', 'cli'];

const source = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(source, name));

const roomOf = (file: string): string => relative(source, file).split('/')[0]?.replace(/\.ts$/, '') ?? '';

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    resolve(dirname(file), match[1] ?? ''),
  );

const arrows = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })));
const text = ({ file, target }: { file: string; target: string }) =>
  `${relative(source, file)} -> ${relative(source, target)}`;

describe('the house', () => {
  test('has only the rooms of the plan', () => {
    expect(
      [...new Set(files.map(roomOf))].filter((room) => !['config', 'generated', ...rooms].includes(room)),
    ).toEqual([]);
  });

  test('is walked through in one direction', () => {
    const against = arrows.filter(({ file, target }) => {
      // The generated types name the values that domains map to; they vanish before anything runs.
      if ([roomOf(file), roomOf(target)].includes('generated') || roomOf(target) === 'config') return false;
      return rooms.indexOf(roomOf(target)) < rooms.indexOf(roomOf(file));
    });
    expect(against.map(text)).toEqual([]);
    expect(arrows.length).toBeGreaterThan(100);
  });

  test('has no circle, of types alone either', () => {
    const targets = Map.groupBy(arrows, ({ file }) => file);
    const isSettled = new Set<string>();
    const circleFrom = (file: string, way: readonly string[]): readonly string[] | undefined => {
      if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
      if (isSettled.has(file)) return undefined;
      for (const { target } of targets.get(file) ?? []) {
        const circle = circleFrom(target, [...way, file]);
        if (circle !== undefined) return circle;
      }
      isSettled.add(file);
      return undefined;
    };
    // The generated types name the context and the values that domains map to.
    for (const file of files) if (roomOf(file) === 'generated') isSettled.add(file);
    const circle = files.map((file) => circleFrom(file, [])).find((found) => found !== undefined) ?? [];
    expect(circle.map((file) => relative(source, file))).toEqual([]);
  });

  test('reads its configuration at the entrance only', () => {
    const others = arrows.filter(
      ({ file, target }) => roomOf(target) === 'config' && !readersOfConfig.includes(roomOf(file)),
    );
    expect(others.map(text)).toEqual([]);
    const readers = files.filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    expect(readers.map(roomOf).filter((room) => !readersOfConfig.includes(room))).toEqual([]);
  });

  test('shows generated types to resolvers, the schema and the pages only', () => {
    const others = arrows.filter(
      ({ file, target }) =>
        roomOf(target) === 'generated' &&
        !['api', 'pages'].includes(roomOf(file)) &&
        !/\/(resolvers|resolvers-for|user-errors|refusal|edit|schema|node|[\w-]+-resolvers)\.ts$/.test(file),
    );
    expect(others.map(text)).toEqual([]);
  });

  test('lets the schema alone import resolvers', () => {
    const others = arrows.filter(
      ({ file, target }) => /\/resolvers\.ts$/.test(target) && roomOf(file) !== 'api',
    );
    expect(others.map(text)).toEqual([]);
  });

  test('writes SQL where data is read and written only', () => {
    const others = files.filter(
      (file) =>
        readFileSync(file, 'utf8').includes("from 'drizzle-orm") &&
        !['db', 'access'].includes(roomOf(file)) &&
        !/\/([\w-]*queries|save-[\w-]+|[\w-]+-writes?|load-[\w-]+|serve)\.ts$/.test(file),
    );
    expect(others.map((file) => relative(source, file))).toEqual([]);
  });

  test('opens connections and transactions in one place each', () => {
    const having = (text: string) =>
      files.filter((file) => readFileSync(file, 'utf8').includes(text)).map((file) => relative(source, file));
    // Each connection needs the same settings, and each transaction that writes the lock from its beginning
    // (test/db/connections.test.ts).
    expect(having('new BetterSqlite3(')).toEqual(['db/sqlite.ts']);
    expect(having('.transaction(')).toEqual(['db/snapshot.ts', 'db/write-transaction.ts']);
    expect(having("'begin")).toEqual(['db/read-turn.ts', 'db/writer-thread.ts']);
  });
});
