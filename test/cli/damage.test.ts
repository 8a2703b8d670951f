import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, validate } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { openDatabase } from '../../src/db/client.ts';
import { damagePage, forgetPages, treesOf } from '../support/damage.ts';
import { temporaryFolder } from '../support/database.ts';
import { randomQuery } from '../support/random-query.ts';
import { compiled } from '../support/server-process.ts';
import { command } from './command.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const castA = { survey: 'sandbox', choices: ['ai'], voter: 'a' };

/** A database with content, a key and votes, all of it in the file itself. */
async function prepared() {
  const file = join(temporaryFolder(), 'test.db');
  const environment = { DATABASE_FILE: file };
  await command(['load', '--create'], { environment });
  const keys = ['keys', 'create', '--name', 'k', '--scopes', 'votes:cast', '--json'];
  const { key } = JSON.parse((await command(keys, { environment })).out);
  await command(['demo', '--seconds', '1', '--rate', '50'], { environment, stopped: new Promise(() => {}) });
  forgetPages(file);
  const db = openDatabase(file);
  const trees = treesOf(db);
  db.$client.close();
  return { file, environment, key, trees };
}

test('a start is refused for a damaged page of any table or index, which is named in one line', async () => {
  const { file, trees } = await prepared();
  expect(trees.length).toBeGreaterThan(50);
  const copy = `${file}.copy`;
  for (const { name, table, page } of trees) {
    copyFileSync(file, copy);
    damagePage(copy, page);
    const { code, out, err } = await command(['serve'], { environment: { DATABASE_FILE: copy, PORT: '0' } });
    const named = name === table ? `the table ${name}` : `the index ${name} of the table ${table}`;
    expect({ code, out, err }, name).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        new RegExp(`^${copy}: The database is damaged: ${named} \\(.*\\)\\. Go back to a copy; .*\\n$`),
      ),
    });
  }
  // The list of all tables is on the first page.
  copyFileSync(file, copy);
  damagePage(copy, 1);
  const { code, err } = await command(['serve'], { environment: { DATABASE_FILE: copy, PORT: '0' } });
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^\S+: .*\(SQLITE_NOTADB\)\.\n$/) });
});

/** Valid queries over the whole schema, always the same ones. */
function queries(count: number): string[] {
  const found = [
    '{ surveys { totalCount nodes { title status voteCount turnout { votes } results { rank votes } outcome { isFinal } } } }',
    '{ narratives { nodes { name results { nodes { rank } } } } articles { nodes { title category { name } author { name } sections { heading } } } }',
    '{ search(query: "narrative") { edges { snippet } } }',
  ];
  for (let seed = 1; found.length < count; seed += 1) {
    const text = randomQuery(seed);
    if (validate(schema, parse(text)).length === 0) found.push(text);
  }
  return found;
}

test('no read that meets a damaged page ends the process, whatever table it is in', async () => {
  const { file, environment, key, trees } = await prepared();
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      ...compiled,
      ...environment,
      PORT: '0',
      LOG_LEVEL: 'error',
      COST_LIMIT: '0',
      RATE_LIMIT_POINTS: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  while (!out.includes('/graphql')) await new Promise((resolve) => setTimeout(resolve, 20));
  const url = /http\S+/.exec(out)?.[0] ?? '';
  const ready = async () => (await fetch(new URL('/health/ready', url))).status;
  const post = async (body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      // What was answered before shall not be answered again.
      headers: { 'content-type': 'application/json', 'x-graphql-cost': 'report', ...headers },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  // Streams that are looked after by timers, not by requests.
  const follow = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({ query: 'subscription { surveyResults(survey: "sandbox") { voteCount } }' }),
  });
  expect(follow.status).toBe(200);
  expect(await ready()).toBe(200);
  const asked = queries(30);
  const askAll = async (): Promise<string[]> => {
    const proof = { authorization: `Bearer ${key}` };
    const cast = 'mutation ($input: CastVoteInput!) { castVote(input: $input) { __typename } }';
    const replies = await Promise.all([
      ...asked.map((query) => post({ query })),
      post({ query: '{ viewer { kind } }' }, proof),
      post({ query: cast, variables: { input: castA } }, proof),
      fetch(new URL('/surveys/sandbox/results.csv', url)).then(() => ({})),
    ]);
    return replies.flatMap(({ errors = [] }) =>
      errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code),
    );
  };
  const usual = await askAll();
  expect(usual).not.toContain('INTERNAL_SERVER_ERROR');
  const failing: string[] = [];
  for (const { name, page } of trees) {
    forgetPages(file);
    const mend = damagePage(file, page);
    const codes = await askAll();
    // The timers of the stream and of the writer.
    if (['survey', 'survey_slug_unique', 'clock'].includes(name))
      await new Promise((resolve) => setTimeout(resolve, 1_200));
    mend();
    expect({ name, exitCode: child.exitCode, err }).toEqual({ name, exitCode: null, err: '' });
    expect([...usual, 'INTERNAL_SERVER_ERROR'], name).toEqual(expect.arrayContaining(codes));
    if (codes.includes('INTERNAL_SERVER_ERROR')) failing.push(name);
  }
  const read =
    'article article_section narrative survey survey_option series vote turnout_hour article_index_data';
  expect(failing).toEqual(expect.arrayContaining(read.split(' ')));
  const logged = out.split('\n').filter((line) => line.includes('The database is damaged: a statement on'));
  expect(logged.some((line) => line.includes('survey_option'))).toBe(true);
  forgetPages(file);
  expect((await post({ query: '{ surveys { nodes { title } } }' })).errors).toBeUndefined();
  // A file that was damaged once is not to be trusted before it was looked at again.
  expect(await ready()).toBe(503);
});

test('a damaged database is served all the same with --no-check, which says what it cannot read', async () => {
  const { file, environment, trees } = await prepared();
  damagePage(file, trees.find(({ name }) => name === 'turnout_hour')?.page ?? 0);
  let url = '';
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const running = command(['serve', '--no-check'], {
    environment: { ...environment, PORT: '0' },
    stopped,
    onOut: (out) => (url = /http\S+/.exec(out)?.[0] ?? ''),
  });
  while (url === '') await new Promise((resolve) => setTimeout(resolve, 20));
  const ask = async (fields: string) => {
    const query = `{ survey(slug: "sandbox") { ${fields} } }`;
    const response = await fetch(`${url}?query=${encodeURIComponent(query)}`);
    return response.json();
  };
  expect((await ask('title voteCount')).data.survey.voteCount).toBeGreaterThan(0);
  expect((await ask('turnout { votes }')).errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
  expect((await fetch(new URL('/health/ready', url))).status).toBe(503);
  stop();
  expect((await running).code).toBe(0);
});
