import { expect, test } from 'vitest';
import { type Cli, openCli } from './run-cli.ts';

const frontMatter = `---
title: Best of 2999
excerpt: What people chose.
category: Results
author: The Team
survey: top-crypto-narratives-2024
narratives: [depin, ai]
faqs:
  - question: Who voted?
    answer: All who *wanted* to.
---
`;

const statusOf = async (cli: Cli, slug: string) =>
  (await cli.json(['article', 'list'])).find((article: { slug: string }) => article.slug === slug)?.status;

test('a file with front matter becomes a draft, is changed, and is published', async () => {
  const cli = await openCli();
  const file = cli.fileOf('best-2999.md', `${frontMatter}\nDePIN has {{share:depin}}.\n`);
  const draft = await cli.json(['article', 'new', file]);
  expect(draft).toEqual({
    slug: 'best-2999',
    title: 'Best of 2999',
    status: 'DRAFT',
    publishedAt: null,
    updatedAt: expect.stringMatching(/Z$/),
  });
  const changed = cli.fileOf('best-2999.md', 'DePIN came first.\n');
  await cli.json(['article', 'update', changed, '--title', 'The Best of 2999']);
  const published = await cli.json(['article', 'publish', 'best-2999']);
  expect(published).toMatchObject({ title: 'The Best of 2999', status: 'PUBLISHED' });
  expect(Date.parse(published.publishedAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(await statusOf(cli, 'best-2999')).toBe('PUBLISHED');
  expect((await cli.run(['article', 'list'])).out).toMatch(/^best-2999 +PUBLISHED .*Z {2}The Best of 2999$/m);
  const entries = await cli.json(['audit', '--slug', 'best-2999']);
  expect(entries.map(({ action }: { action: string }) => action)).toEqual([
    'publishArticle',
    'updateArticle',
    'createArticle',
  ]);
  expect(entries[1].after).toMatchObject({
    title: 'The Best of 2999',
    body: 'DePIN came first.\n',
    narratives: ['depin', 'ai'],
    faqs: [{ question: 'Who voted?', answer: 'All who *wanted* to.' }],
  });
});

test('a file without front matter is the body, and options name the rest', async () => {
  const cli = await openCli();
  const file = cli.fileOf('text.md', '## Who\n\nPeople.\n');
  const about = ['--title', 'T', '--excerpt', 'E', '--category', 'C', '--author', 'A', '--slug', 'other'];
  expect(await cli.json(['article', 'new', file, ...about, '--narrative', 'ai', 'rwa'])).toMatchObject({
    slug: 'other',
    status: 'DRAFT',
  });
});

test.each<[string, string, string[], RegExp]>([
  [
    'without a title',
    frontMatter.replace('title: Best of 2999\n', ''),
    [],
    /does not name its `title`.*--title/,
  ],
  [
    'with a key that is unknown',
    frontMatter.replace('title', 'name: x\ntitle'),
    [],
    /:2: `name` is not a key here/,
  ],
  [
    'with a date',
    frontMatter.replace('title', 'publishedAt: 2020-01-01\ntitle'),
    [],
    /:2: .*when it is published/,
  ],
  [
    'with an empty title',
    frontMatter.replace('Best of 2999', '" "'),
    [],
    /:2: `title`: This must not be empty/,
  ],
  ['with an empty title by an option', frontMatter, ['--title', ' '], /^`title`: This must not be empty/],
  ['with a survey that does not exist', frontMatter, ['--survey', 'none'], /no survey `none`/],
  [
    'with a placeholder that is unknown',
    `${frontMatter}\nText.\n\n{{shares:ai}}`,
    [],
    /best\.md:15: .*shares:ai/,
  ],
  ['with front matter that is not YAML', '---\n[\n---\n', [], /best\.md:\d: The front matter is not YAML/],
])('a file %s is refused, with its place, and nothing is saved', async (_, text, flags, reason) => {
  const cli = await openCli();
  const { code, out, err } = await cli.run(['article', 'new', cli.fileOf('best.md', text), ...flags]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(reason);
  expect(await statusOf(cli, 'best')).toBeUndefined();
});

test('a slug that is in use, an unknown slug and a missing file are refused', async () => {
  const cli = await openCli();
  const file = cli.fileOf('best.md', `${frontMatter}Text.`);
  await cli.json(['article', 'new', file]);
  expect((await cli.run(['article', 'new', file])).err).toMatch(/already in use/);
  expect((await cli.run(['article', 'update', file, '--slug', 'none'])).err).toMatch(/no article `none`/);
  expect((await cli.run(['article', 'publish', 'none'])).err).toMatch(/no article `none`|`article`/);
  expect((await cli.run(['article', 'new', 'missing.md'])).err).toBe('There is no file missing.md.\n');
});
