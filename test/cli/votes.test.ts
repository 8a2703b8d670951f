import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/cli.ts';
import { temporaryFolder } from '../support/database.ts';

/** A database of its own with the default content, and how commands run on it. */
async function desk() {
  const folder = temporaryFolder();
  const environment = { DATABASE_FILE: join(folder, 'test.db') };
  const command = async (...argv: string[]) => {
    let [out, err] = ['', ''];
    const io = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        err += text;
      },
      stopped: () => new Promise<void>(() => undefined),
    };
    const code = await run(argv, environment, io);
    return { code, out, err, json: () => JSON.parse(out) };
  };
  const fileOf = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  expect((await command('load')).code).toBe(0);
  return { command, fileOf };
}

const createBest = [
  'survey',
  'create',
  '--slug',
  'best',
  '--title',
  'Best',
  '--question',
  'Which?',
  '--option',
  'ai',
  'depin',
  'rwa',
];
const importInto = (file: string, ...more: string[]) => [
  'votes',
  'import',
  '--survey',
  'best',
  file,
  '--choice-columns',
  'First,Second,Third',
  ...more,
];

test('a survey goes through its life on the command line, and refusals are one line and exit code 1', async () => {
  const { command } = await desk();
  expect((await command(...createBest, '--json')).json()).toMatchObject({
    slug: 'best',
    status: 'DRAFT',
    method: 'SINGLE_CHOICE',
    voteCount: 0,
  });
  expect(await command('survey', 'close', 'best')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The survey `best` is DRAFT;.*\n$/),
  });
  expect((await command('survey', 'schedule', 'best', '--opens', '2999-01-01', '--json')).json().status).toBe(
    'SCHEDULED',
  );
  for (const [step, status] of [
    ['open', 'OPEN'],
    ['close', 'CLOSED'],
    ['publish', 'PUBLISHED'],
  ] as const) {
    expect((await command('survey', step, 'best', '--json')).json().status).toBe(status);
  }
  expect(
    (await command('survey', 'list', '--json')).json().map(({ slug }: { slug: string }) => slug),
  ).toContain('best');
  expect((await command('survey', 'show', 'best', '--json')).json().results).toHaveLength(3);
  expect(await command(...createBest)).toMatchObject({ code: 1, err: expect.stringMatching(/best/) });
  expect((await command('survey', 'open', 'nothing')).code).toBe(1);
  expect((await command('survey', 'open')).code).toBe(2);
  expect((await command('survey', 'schedule', 'best', '--opens', 'soon')).code).toBe(2);
});

test('answers are imported once, faulty rows are named, and an import can be taken back', {
  timeout: 60_000,
}, async () => {
  const { command, fileOf } = await desk();
  await command(...createBest, '--method', 'RANKED_CHOICE');
  const file = fileOf(
    'answers.csv',
    '\uFEFFid,First,Second,Third\r\n1,ai,depin,\r\n2,depin,,rwa\r\n3,nope,ai,\r\n4,,,\r\n5,"Artificial Intelligence",RWA,\r\n',
  );
  expect((await command(...importInto(file))).err).toMatch(/DRAFT|OPEN/);
  await command('survey', 'open', 'best');
  const dry = (await command(...importInto(file, '--dry-run', '--json'))).json();
  expect(dry).toMatchObject({ rows: 5, votes: 3, blank: 1, faulty: 1, added: 0 });
  expect(dry.faults).toEqual([{ line: 4, message: expect.stringContaining('nope') }]);
  expect((await command('survey', 'show', 'best', '--json')).json().voteCount).toBe(0);
  expect(await command(...importInto(file, '--strict'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('line 4'),
  });
  const report = (await command(...importInto(file, '--json'))).json();
  expect(report).toMatchObject({ votes: 3, added: 3, choices: { ai: 2, depin: 1 } });
  expect((await command(...importInto(file, '--json'))).json()).toMatchObject({
    added: 0,
    batch: report.batch,
  });
  expect((await command('survey', 'show', 'best', '--json')).json().voteCount).toBe(3);
  expect((await command('votes', 'export', '--survey', 'best')).code).toBe(1);
  expect(
    (await command('votes', 'void', '--batch', report.batch, '--reason', 'a trial', '--json')).json(),
  ).toEqual({ batch: report.batch, voided: 3, restored: 0 });
  expect((await command('survey', 'show', 'best', '--json')).json().voteCount).toBe(0);
  expect((await command('votes', 'void', '--batch', 'none', '--reason', 'x')).code).toBe(1);
});

test('a map says what cells mean, and ballots are exported once voting is over', {
  timeout: 60_000,
}, async () => {
  const { command, fileOf } = await desk();
  await command(...createBest);
  await command('survey', 'open', 'best');
  const file = fileOf('answers.csv', 'who,Choice\na,The machines\nb,spoilt\nc,Hardware\na,Hardware\n');
  const map = fileOf('map.json', JSON.stringify({ 'The machines': 'ai', spoilt: null, Hardware: 'depin' }));
  const report = await command(
    'votes',
    'import',
    '--survey',
    'best',
    file,
    '--choice-columns',
    'Choice',
    '--voter-column',
    'who',
    '--map',
    map,
    '--json',
  );
  expect(report.json()).toMatchObject({ rows: 4, blank: 1, faulty: 0 });
  await command('survey', 'close', 'best');
  const exported = await command('votes', 'export', '--survey', 'best', '--format', 'json');
  const ballots = exported.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(ballots.map(({ choices }) => choices)).toEqual([['depin'], ['depin']]);
  expect(exported.out).not.toMatch(/"a"|who/);
  expect(
    (await command('votes', 'import', '--survey', 'best', 'missing.csv', '--choice-columns', 'Choice')).err,
  ).toBe('There is no file missing.csv.\n');
});

test('simulated voters move a sample, and are kept out of everything else', { timeout: 60_000 }, async () => {
  const { command } = await desk();
  const moved = await command('demo', '--seconds', '2', '--rate', '40', '--voters', '1000');
  expect(moved.code).toBe(0);
  const { voteCount } = (await command('survey', 'show', 'sandbox', '--json')).json();
  expect(voteCount).toBeGreaterThan(60);
  expect(voteCount).toBeLessThanOrEqual(80);
  expect(await command('demo', '--survey', 'top-crypto-narratives-2024')).toMatchObject({
    code: 1,
    err: expect.stringContaining('real survey'),
  });
  expect((await command('demo', '--rate', '0')).code).toBe(2);
});
