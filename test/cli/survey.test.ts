import { expect, test } from 'vitest';
import { type Cli, openBest, openCli } from './run-cli.ts';

const creating = ['survey', 'create', '--slug', 'best', '--title', 'Best', '--question', 'Which?'];

test('a draft is printed with all that was asked for', async () => {
  const cli = await openCli();
  await cli.json([
    ...creating,
    ...['--option', 'ai', '--option', 'depin', 'rwa', '--method', 'APPROVAL', '--max-choices', '2'],
    ...['--opens', '2999-01-01', '--closes', '2999-02-01T12:00:00+02:00'],
  ]);
  expect(await cli.json(['survey', 'show', 'best'])).toEqual({
    slug: 'best',
    title: 'Best',
    status: 'DRAFT',
    method: 'APPROVAL',
    voteCount: 0,
    opensAt: '2999-01-01T00:00:00.000Z',
    closesAt: '2999-02-01T10:00:00.000Z',
    publishedAt: null,
    question: 'Which?',
    maxChoices: 2,
    overvote: 'PASS',
    resultsVisibility: 'AFTER_CLOSE',
    isResultVisible: false,
    isSample: false,
    revision: 1,
    results: ['ai', 'depin', 'rwa'].map((narrative) => ({ rank: 1, narrative, votes: 0, share: 0 })),
  });
  const { out } = await cli.run(['survey', 'show', 'best']);
  expect(out).toBe(
    [
      'best  DRAFT  APPROVAL  0 votes  Best',
      'Opens: 2999-01-01T00:00:00.000Z. Closes: 2999-02-01T10:00:00.000Z. Published: not yet.',
      'The public cannot see these figures now.',
      '   1    0.0 %  0  ai',
      '   1    0.0 %  0  depin',
      '   1    0.0 %  0  rwa',
      '',
    ].join('\n'),
  );
});

test('a published survey with a reported result is printed with its shares', async () => {
  const { out } = await (await openCli()).run(['survey', 'show', 'top-crypto-narratives-2024']);
  expect(out).toContain('PUBLISHED');
  expect(out).not.toContain('cannot see');
  expect(out).toMatch(/^ {3}1 {3}30\.2 % {4}\S+$/m);
});

test.each([
  [['--opens', '2027-01-01T12:00'], 'a time without its zone'],
  [['--opens', '2027-02-30'], 'a day that is in no calendar'],
  [['--closes', 'soon'], 'a word'],
  [['--edition', '26'], 'a year of two digits'],
  [['--max-choices', '0'], 'no choices'],
  [['--method', 'BORDA'], 'another method'],
  [[], 'no options'],
])('%j is misuse: %s', async (flags) => {
  const cli = await openCli();
  const options = flags.length === 0 ? [] : ['--option', 'ai', 'depin'];
  expect((await cli.run([...creating, ...options, ...flags])).code).toBe(2);
  expect((await cli.run(['survey', 'show', 'best'])).code).toBe(1);
});

test.each<[string, (cli: Cli) => Promise<unknown>, string[], RegExp]>([
  ['a narrative that does not exist', async () => {}, [...creating, '--option', 'ai', 'nope'], /nope/],
  [
    'a series that does not exist',
    async () => {},
    [...creating, '--option', 'ai', 'rwa', '--series', 'x', '--edition', '2026'],
    /series/,
  ],
  ['a slug that exists already', openBest, [...creating, '--option', 'ai', 'rwa'], /already/],
  [
    'an opening in the past',
    async (cli) => cli.json([...creating, '--option', 'ai', 'rwa']),
    ['survey', 'schedule', 'best', '--opens', '2020-01-01'],
    /past/,
  ],
  ['a publication before the close', openBest, ['survey', 'publish', 'best'], /OPEN/],
  ['a step of a survey that does not exist', async () => {}, ['survey', 'open', 'none'], /no survey `none`/],
  ['a look at a survey that does not exist', async () => {}, ['survey', 'show', 'none'], /no survey none/],
])('%s is refused in one line', async (_, prepare, words, reason) => {
  const cli = await openCli();
  await prepare(cli);
  const { code, out, err } = await cli.run(words);
  expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 });
  expect(err).toMatch(reason);
});

test('a survey is called off with a reason', async () => {
  const cli = await openCli();
  await openBest(cli);
  const { status } = await cli.json(['survey', 'cancel', 'best', '--reason', 'Too few nominations']);
  expect(status).toBe('CANCELLED');
});

test.each([
  'survey',
  'survey list',
  'survey show',
  'survey create',
  'survey schedule',
  'survey open',
  'survey close',
  'survey publish',
  'survey cancel',
  'survey update',
  'narrative',
  'narrative create',
  'narrative update',
  'narrative list',
  'series',
  'series create',
  'series list',
  'article',
  'article new',
  'article update',
  'article publish',
  'article list',
  'audit',
  'content',
  'content new',
  'votes',
  'votes import',
  'votes void',
  'votes export',
  'votes recount',
  'demo',
  'backup',
])('the help of `%s` has an example', async (words) => {
  const { code, out } = await (await openCli()).run([...words.split(' '), '--help'], {
    environment: { PORT: 'x' },
  });
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`Examples?:\\n {2}moon-awards ${words}`));
});
