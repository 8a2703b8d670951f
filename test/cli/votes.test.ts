import { expect, test } from 'vitest';
import { openBest, openCli } from './run-cli.ts';

const importing = (file: string, ...more: string[]) => [
  ...['votes', 'import', '--survey', 'best', file, '--choice-columns', 'First,Second,Third'],
  ...more,
];

const creating = [
  ...['survey', 'create', '--slug', 'best', '--title', 'Best', '--question', 'Which?'],
  ...['--option', 'ai', 'depin', 'rwa'],
];

test('a survey goes through its life on the command line, and refusals are one line and exit code 1', async () => {
  const { run, json } = await openCli();
  expect(await json(creating)).toMatchObject({
    slug: 'best',
    status: 'DRAFT',
    method: 'SINGLE_CHOICE',
    voteCount: 0,
  });
  expect(await run(['survey', 'close', 'best'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The survey `best` is DRAFT;.*\n$/),
  });
  expect((await json(['survey', 'schedule', 'best', '--opens', '2999-01-01'])).status).toBe('SCHEDULED');
  for (const [step, status] of [
    ['open', 'OPEN'],
    ['close', 'CLOSED'],
    ['publish', 'PUBLISHED'],
  ] as const) {
    expect((await json(['survey', step, 'best'])).status).toBe(status);
  }
  expect((await json(['survey', 'list'])).map(({ slug }: { slug: string }) => slug)).toContain('best');
  expect((await json(['survey', 'show', 'best'])).results).toHaveLength(3);
  expect(await run(creating)).toMatchObject({ code: 1, err: expect.stringMatching(/best/) });
  expect((await run(['survey', 'open', 'nothing'])).code).toBe(1);
  expect((await run(['survey', 'open'])).code).toBe(2);
  expect((await run(['survey', 'schedule', 'best', '--opens', 'soon'])).code).toBe(2);
});

test('answers are imported once, faulty rows are named, and an import can be voided', async () => {
  const { run, json, fileOf } = await openCli();
  await json([...creating, '--method', 'RANKED_CHOICE']);
  const file = fileOf(
    'answers.csv',
    '\uFEFFid,First,Second,Third\r\n1,ai,depin,\r\n2,depin,,rwa\r\n3,nope,ai,\r\n4,,,\r\n5,"Artificial Intelligence",RWA,\r\n',
  );
  const voteCount = async () => (await json(['survey', 'show', 'best'])).voteCount;
  expect((await run(importing(file))).err).toMatch(/is DRAFT; votes are imported while it is OPEN or CLOSED/);
  await run(['survey', 'open', 'best']);
  const dry = await json(importing(file, '--dry-run'));
  expect(dry).toMatchObject({ rows: 5, votes: 3, blank: 1, faulty: 1, added: 0 });
  expect(dry.faults).toEqual([{ line: 4, message: expect.stringContaining('nope') }]);
  expect(await voteCount()).toBe(0);
  expect(await run(importing(file, '--strict'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('line 4'),
  });
  const report = await json(importing(file));
  expect(report).toMatchObject({ votes: 3, added: 3, choices: { ai: 2, depin: 1 } });
  expect(await json(importing(file))).toMatchObject({ added: 0, batch: report.batch });
  expect(await voteCount()).toBe(3);
  expect((await run(['votes', 'export', '--survey', 'best'])).code).toBe(1);
  expect(await json(['votes', 'void', '--batch', report.batch, '--reason', 'a trial'])).toEqual({
    batch: report.batch,
    voided: 3,
    restored: 0,
  });
  expect(await voteCount()).toBe(0);
  expect((await run(['votes', 'void', '--batch', 'none', '--reason', 'x'])).code).toBe(1);
});

test('a map says what cells mean, and ballots are exported once voting is over', async () => {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'who,Choice\na,The machines\nb,spoilt\nc,Hardware\na,Hardware\n');
  const map = cli.fileOf(
    'map.json',
    JSON.stringify({ 'The machines': 'ai', spoilt: null, Hardware: 'depin' }),
  );
  const columns = ['--choice-columns', 'Choice', '--voter-column', 'who', '--map', map];
  const report = await cli.json(['votes', 'import', '--survey', 'best', file, ...columns]);
  expect(report).toMatchObject({ rows: 4, votes: 2, voters: 2, blank: 1, replaced: 1, faulty: 0 });
  await cli.run(['survey', 'close', 'best']);
  const { out } = await cli.run(['votes', 'export', '--survey', 'best', '--format', 'json']);
  const ballots = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(ballots.map(({ choices }) => choices)).toEqual([['depin'], ['depin']]);
  expect(out).not.toMatch(/"a"|who/);
});
