import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ContentKind, contentKinds } from '../../src/content/content-folder.ts';
import { openDatabase } from '../../src/db/client.ts';
import { contentFolder, edited } from '../content/sample.ts';
import { temporaryFolder } from '../support/database.ts';
import { command } from './command.ts';
import { openCli } from './run-cli.ts';

const newFile = async (folder: string, kind: ContentKind, slug: string): Promise<string> => {
  const { code, out } = await command(['content', 'new', kind, slug, '--folder', folder, '--json']);
  expect(code).toBe(0);
  return JSON.parse(out).file;
};

/** Gives each empty key of a template a value. */
const filled = (template: string): string =>
  template
    .replace('options:\n  -\n  -', 'options:\n  - ai\n  - rwa')
    .replaceAll(/^( *(?:- )?\w+):$(?!\n +-)/gm, '$1: Some text');

/** Makes the examples of these keys values. */
const uncommented = (template: string, keys: readonly string[]): string => {
  let isOfKey = false;
  return template
    .split('\n')
    .map((line) => {
      const [, key] = /^# (\w+):/.exec(line) ?? [];
      isOfKey = key === undefined ? isOfKey && /^# {3}/.test(line) : keys.includes(key);
      return isOfKey ? line.slice(2) : line;
    })
    .join('\n');
};

/** A folder with a new file of each kind. */
async function newContent(): Promise<{ folder: string; files: Record<ContentKind | 'other', string> }> {
  const folder = join(temporaryFolder(), 'content');
  const files = {
    narrative: await newFile(folder, 'narrative', 'ai'),
    other: await newFile(folder, 'narrative', 'rwa'),
    survey: await newFile(folder, 'survey', 'best-narratives-2027'),
    article: await newFile(folder, 'article', 'about'),
  };
  return { folder, files };
}

const check = (folder: string) => command(['load', folder, '--check', '--create']);

test('a new file of each kind lacks exactly its required keys', async () => {
  const { folder, files } = await newContent();
  const { code, err } = await check(folder);
  expect(code).toBe(1);
  const missing = (file: string) =>
    err
      .split('\n')
      .filter((line) => line.startsWith(`${file}:`))
      .map((line) => /`(.+)` is missing/.exec(line)?.[1] ?? line.replace(/^.*?: /, ''));
  expect(missing(files.article)).toEqual(['title', 'category', 'author', 'excerpt']);
  expect(missing(files.survey)).toEqual(['title', 'question', 'options[0]', 'options[1]']);
  const ofNarrative = ['name', 'shortName', 'keyPoints[0].title', 'keyPoints[0].body'];
  expect(missing(files.narrative)).toEqual([...ofNarrative, 'This must not be empty.']);
});

test('filled in, and with its examples, it is accepted', async () => {
  const { folder, files } = await newContent();
  for (const file of Object.values(files)) {
    const text = filled(readFileSync(file, 'utf8'));
    writeFileSync(file, `${text}Some text.\n`);
  }
  expect(await check(folder)).toMatchObject({ code: 0, err: '' });
  const examples: Record<string, readonly string[]> = {
    [files.narrative]: ['relatedProjects'],
    [files.article]: [
      ...['readingTimeMinutes', 'publishedAt', 'survey', 'narratives', 'faqs', 'disclaimer', 'draft'],
    ],
    [files.survey]: ['series', 'edition', 'resultsVisibility', 'opensAt', 'closesAt', 'isSample', 'draft'],
  };
  for (const [file, keys] of Object.entries(examples)) {
    const text = readFileSync(file, 'utf8');
    const withExamples = uncommented(text, keys);
    expect(withExamples.match(/^\w+:/gm)?.length).toBe((text.match(/^\w+:/gm)?.length ?? 0) + keys.length);
    writeFileSync(file, withExamples);
  }
  expect(await check(folder)).toMatchObject({ code: 0, err: '' });
  const reported = readFileSync(files.survey, 'utf8')
    .replace('status: DRAFT', '')
    .replace(/options:(\n {2}- \w+)+/, '');
  writeFileSync(files.survey, uncommented(reported, ['resultSource', 'results', 'publishedAt']));
  expect(await check(folder)).toMatchObject({ code: 0, err: '' });
});

test('a file that exists, a slug that is not one, and another kind are refused', async () => {
  const folder = temporaryFolder();
  const file = await newFile(folder, 'narrative', 'ai');
  const again = await command(['content', 'new', 'narrative', 'ai', '--folder', folder]);
  expect(again).toEqual({ code: 1, out: '', err: `There is a file ${file} already. Choose another slug.\n` });
  expect((await command(['content', 'new', 'narrative', '../ai', '--folder', folder])).code).toBe(2);
  expect((await command(['content', 'new', 'page', 'ai', '--folder', folder])).code).toBe(2);
});

test.each(contentKinds)('the help of `content new` lists %s', async (kind) => {
  expect((await command(['content', 'new', '--help'])).out).toContain(`"${kind}"`);
});

test('a check says what a load would do, and writes nothing', async () => {
  const cli = await openCli();
  const folder = contentFolder(edited('narratives/ai.md', 'shortName: AI', 'shortName: A.I.'));
  const trail = async () => (await cli.json(['audit', '--limit', '100000'])).length;
  const before = await trail();
  const first = await cli.run(['load', folder, '--check']);
  expect(first.code).toBe(0);
  expect(first.out).toMatch(/^changed {2}narrative ai$/m);
  expect(first.out).toMatch(/Nothing was written: this was a check\.\n$/);
  const report = await cli.json(['load', folder, '--check']);
  expect(report).toMatchObject({ added: 3, changed: 3 });
  expect(await trail()).toBe(before);
  expect(await cli.json(['load', folder])).toEqual(report);
});

test('a check of faulty files names them', async () => {
  const cli = await openCli();
  const folder = contentFolder(edited('surveys/play.md', '[ai, defi, rwa]', '[ai, none]'));
  const { code, err } = await cli.run(['load', folder, '--check']);
  expect({ code, err }).toEqual({
    code: 1,
    err: `${folder}/surveys/play.md:5: There is no narrative \`none\`.\n`,
  });
});

test('a check makes no database, and changes none of an earlier version', async () => {
  const file = join(temporaryFolder(), 'data', 'test.db');
  const environment = { DATABASE_FILE: file };
  const missing = await command(['load', '--check', contentFolder()], { environment });
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining(`There is no database ${file}.`) });
  const asNew = await command(['load', '--check', '--create', contentFolder()], { environment });
  expect(asNew).toMatchObject({ code: 0, out: expect.stringContaining('6 added') });
  expect(existsSync(file)).toBe(false);
  await command(['migrate'], { environment });
  const db = openDatabase(file);
  const forget = 'delete from __drizzle_migrations where id = (select max(id) from __drizzle_migrations)';
  db.$client.exec(forget);
  const outdated = await command(['load', '--check', contentFolder()], { environment });
  expect(outdated).toMatchObject({ code: 1, err: expect.stringContaining('Run `migrate` before') });
  db.$client.close();
});
