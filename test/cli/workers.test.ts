import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createApiKey } from '../../src/access/api-key.ts';
import { openDatabase } from '../../src/db/client.ts';
import { temporaryFolder } from '../support/database.ts';
import { preparationOf } from '../support/prepare.ts';
import { compiled } from '../support/server-process.ts';
import { addSurvey } from '../vote/voting.ts';
import { command } from './command.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Served {
  child: ChildProcess;
  url: string;
  file: string;
  /** The pids of the workers that run now. */
  workers: () => number[];
  /** What was logged, line by line. */
  lines: () => { worker?: number; status?: number; msg?: string }[];
}

/** Several processes behind one port, started as an operator does. */
async function serveInWorkers(environment: Record<string, string> = {}): Promise<Served> {
  const file = join(temporaryFolder(), 'test.db');
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...compiled, PORT: '0', WORKERS: '2', DATABASE_FILE: file, LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  const workers = () =>
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((pid) => pid !== '')
      .map(Number);
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  await until(() => out.includes('/graphql') || child.exitCode !== null);
  const url = /http\S+/.exec(out)?.[0];
  if (url === undefined) throw new Error(`It ended with ${child.exitCode}: ${out}`);
  const lines = () =>
    out
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  return { child, url, file, workers, lines };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Over a connection of its own, so that the workers take turns. */
async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    body: JSON.stringify(body),
  });
  const { data, errors } = await response.json();
  return { status: response.status, data, errors };
}

const follow = (url: string, slug: string) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', connection: 'close' },
    body: JSON.stringify({ query: `subscription { surveyResults(survey: "${slug}") { voteCount } }` }),
  });

const times = (count: number) => Array.from({ length: count });

test('1,000 requests at once on a budget of 500 points: 500 are answered, by both workers', async () => {
  const query = '{ survey(slug: "sandbox") { title } }';
  // Each worker prepares the document once.
  const { url, lines } = await serveInWorkers({
    RATE_LIMIT_POINTS: String(500 + 2 * preparationOf(query)),
  });
  const replies = await Promise.all(times(1_000).map(() => post(url, { query })));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(500);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(500);
  await until(() => lines().filter(({ status }) => status !== undefined).length === 1_000);
  const answered = lines().filter(({ status }) => status === 200);
  expect(new Set(answered.map(({ worker }) => worker)).size).toBe(2);
});

test('votes, caps on streams and revoked keys hold for all workers at once', async () => {
  const { url, file } = await serveInWorkers({ STREAM_LIMIT: '4' });
  const environment = { DATABASE_FILE: file };
  const created = await command(['keys', 'create', '--name', 'k', '--scopes', 'votes:cast', '--json'], {
    environment,
  });
  const { id, key } = JSON.parse(created.out);
  const headers = { authorization: `Bearer ${key}` };

  const streams = await Promise.all(times(8).map(() => follow(url, 'sandbox')));
  expect(streams.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429, 429, 429, 429]);
  const open = streams.filter(({ status }) => status === 200);
  let seen = times(open.length).map(() => '');
  for (const [index, { body }] of open.entries()) {
    void (async () => {
      for await (const chunk of body ?? [])
        seen = seen.with(index, seen[index] + Buffer.from(chunk).toString());
    })().catch(() => {});
  }

  const castBy = (voter: string) =>
    post(
      url,
      {
        query: `mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "${voter}" }) { __typename } }`,
      },
      headers,
    );
  // Nineteen voters once, and one of them many times at once, through both workers.
  const cast = await Promise.all([
    ...times(19).map((_, voter) => castBy(String(voter))),
    ...times(20).map(() => castBy('the same')),
  ]);
  expect(cast.map(({ data }) => data.castVote.__typename)).toEqual(times(39).map(() => 'CastVoteSuccess'));
  const counts = await Promise.all(
    times(6).map(() => post(url, { query: '{ survey(slug: "sandbox") { voteCount } }' })),
  );
  expect(counts.map(({ data }) => data.survey.voteCount)).toEqual(times(6).map(() => 20));
  await until(() => seen.every((text) => text.includes('"voteCount":20')));
  await Promise.all(open.map(({ body }) => body?.cancel().catch(() => {})));

  expect((await command(['keys', 'revoke', id], { environment })).code).toBe(0);
  const refused = await Promise.all(times(6).map(() => post(url, { query: '{ __typename }' }, headers)));
  expect(refused.map(({ status }) => status)).toEqual(times(6).map(() => 401));
});

test('rankings are counted in the primary process, and every worker reads the count', async () => {
  const { url, file, lines } = await serveInWorkers();
  const db = openDatabase(file);
  onTestFinished(() => void db.$client.close());
  addSurvey(db, { slug: 'ranked', method: 'RANKED_CHOICE', maxChoices: 2 }, ['ai', 'depin']);
  const scopes = ['votes:cast', 'surveys:write'] as const;
  const headers = { authorization: `Bearer ${createApiKey(db, { name: 'k', scopes }, 1).key}` };
  const mutate = (text: string) => post(url, { query: `mutation { ${text} { __typename } }` }, headers);
  const cast = (voter: string, choices: string) =>
    mutate(`castVote(input: { survey: "ranked", choices: [${choices}], voter: "${voter}" })`);
  const votes = [cast('ann', '"ai", "depin"'), cast('bob', '"depin"'), cast('cid', '"depin"')];
  expect((await Promise.all(votes)).map(({ status }) => status)).toEqual([200, 200, 200]);
  const query =
    '{ survey(slug: "ranked") { voteCount results { votes narrative { slug } } outcome { isFinal } } }';
  const counted = {
    voteCount: 3,
    results: [
      { votes: 2, narrative: { slug: 'depin' } },
      { votes: 1, narrative: { slug: 'ai' } },
    ],
    outcome: { isFinal: false },
  };
  const results = async () => {
    const replies = await Promise.all(times(6).map(() => post(url, { query })));
    return replies.map(({ data }) => data.survey);
  };
  await until(async () => (await results()).every(({ voteCount }) => voteCount === 3));
  expect(await results()).toEqual(times(6).map(() => counted));
  expect(new Set(lines().map(({ worker }) => worker)).size).toBeGreaterThanOrEqual(2);
  // A worker that closes or publishes a survey does not wait for the primary process.
  await cast('dan', '"ai"');
  await mutate('closeSurvey(input: { survey: "ranked" })');
  await mutate('publishSurvey(input: { survey: "ranked" })');
  for (const { voteCount, outcome } of await results()) {
    expect([voteCount, outcome]).toEqual([4, { isFinal: true }]);
  }
});

test('a worker that dies is replaced, and all end when they are asked to stop', async () => {
  const { child, url, workers, lines } = await serveInWorkers();
  const [victim, ...others] = workers();
  if (victim === undefined) throw new Error('There are no workers.');
  expect(others).toHaveLength(1);
  process.kill(victim, 'SIGKILL');
  await until(() => workers().length === 2 && !workers().includes(victim));
  expect(lines().filter(({ msg }) => msg?.includes('a worker has ended'))).toHaveLength(1);
  expect((await post(url, { query: '{ __typename }' })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await expect(post(url, { query: '{ __typename }' })).rejects.toThrow();
});

test('workers that die leave no streams counted, and no request waits for what they had leased', async () => {
  const { url, workers, lines } = await serveInWorkers({ STREAM_LIMIT: '2', RATE_LIMIT_POINTS: '400' });
  const open = async () => (await follow(url, 'sandbox')).status;
  expect([await open(), await open(), await open()]).toEqual([200, 200, 429]);
  // A request may be handed to a worker that is dead already.
  const ask = async () => {
    const signal = AbortSignal.timeout(1_000);
    const headers = { connection: 'close' };
    return (await fetch(`${url}?query={__typename}`, { headers, signal }).catch(() => undefined))?.status;
  };
  for (const [index, victim] of workers().entries()) {
    process.kill(victim, 'SIGKILL');
    // Workers are numbered from 1.
    await until(async () => {
      await ask();
      return lines().some(({ worker }) => worker === 3 + index);
    });
  }
  expect([await open(), await open(), await open()]).toEqual([200, 200, 429]);
  const statuses = new Set<number | undefined>();
  while (!statuses.has(429)) statuses.add(await ask());
  expect([...statuses]).toEqual([200, 429]);
});

test('what stops the first worker is reported once, and stops the start', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  onTestFinished(() => void blocker.close());
  // A TCP server's address is always an AddressInfo.
  const { port } = blocker.address() as AddressInfo;
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      ...compiled,
      PORT: String(port),
      WORKERS: '3',
      DATABASE_FILE: join(temporaryFolder(), 'test.db'),
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(err.split('\n')).toEqual([
    `PORT: bind EADDRINUSE 127.0.0.1:${port}. Set PORT to a free port, or to 0 for any, or stop the program that listens there.`,
    'A worker could not start, for the reason above.',
    '',
  ]);
});

/** A server of which workers are broken in some way, and what it came to. */
function serveBroken(kind: string) {
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      ...compiled,
      PORT: '0',
      WORKERS: '2',
      DATABASE_FILE: join(temporaryFolder(), 'test.db'),
      LOG_LEVEL: 'silent',
      BROKEN_WORKER: kind,
      NODE_OPTIONS: `--import ${fileURLToPath(new URL('../support/broken-worker.ts', import.meta.url))}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, err }));
  return { child, ended, err: () => err };
}

test.each(['throws', 'second'])(
  'a worker that fails before it listens ends the start (%s)',

  async (kind) => {
    const { code, err } = await serveBroken(kind).ended;
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^ENOTDIR: .*'\/dev\/null'|^EEXIST: .*'\/dev\/null'/),
      'A worker could not start, for the reason above.',
      '',
    ]);
  },
);

test('a worker that hangs is killed when the server is asked to stop', async () => {
  const { child, ended, err } = serveBroken('hangs');
  await until(() => err().includes('hangs'));
  const pid = Number(/^(\d+) hangs/.exec(err())?.[1]);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
