import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { temporaryFolder } from '../support/database.ts';
import { compiled } from '../support/server-process.ts';
import { command } from './command.ts';

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const hour = 3_600_000;

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** A server in processes of its own, whose clock can be set. */
async function serveWithClock(workers: number) {
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const shift = join(folder, 'shift');
  const setClock = (milliseconds: number) => {
    // Never half written.
    writeFileSync(`${shift}.next`, String(milliseconds));
    renameSync(`${shift}.next`, shift);
  };
  setClock(0);
  const environment = { DATABASE_FILE: file };
  await command(['migrate'], { environment });
  const keys = ['keys', 'create', '--name', 'k', '--scopes', 'votes:cast', '--json'];
  const { key } = JSON.parse((await command(keys, { environment })).out);
  const child = spawn(process.execPath, [fileAt('../../src/main.ts'), 'serve'], {
    env: {
      ...compiled,
      ...environment,
      PORT: '0',
      WORKERS: String(workers),
      RATE_LIMIT_POINTS_KEYED: '0',
      LOG_LEVEL: 'warn',
      CLOCK_SHIFT: shift,
      NODE_OPTIONS: `--import ${fileAt('../support/shifted-clock.ts')}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  await until(() => out.includes('/graphql') || child.exitCode !== null);
  const url = /http\S+/.exec(out)?.[0] ?? '';
  const db = openDatabase(file);
  onTestFinished(() => {
    db.$client.close();
  });
  const cast = async (voter: string): Promise<string> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close', authorization: `Bearer ${key}` },
      body: JSON.stringify({
        query: `mutation { castVote(input: { survey: "sandbox", choices: ["ai"], voter: "${voter}" }) { __typename } }`,
      }),
    });
    const { data, errors } = await response.json();
    return errors?.[0]?.extensions.code ?? data.castVote.__typename;
  };
  return {
    cast,
    setClock,
    closeIn: (milliseconds: number) =>
      db.$client.exec(`update survey set closes_at = ${Date.now() + milliseconds} where slug = 'sandbox'`),
    state: () => db.$client.prepare("select state from survey where slug = 'sandbox'").pluck().get(),
    lastVote: () => db.$client.prepare('select max(at) from vote_event').pluck().get(),
    /** How many processes have said this. */
    said: (message: string) => out.split('\n').filter((line) => line.includes(message)).length,
  };
}

test.each([
  ['one process', 1, hour],
  ['one process', 1, -48 * hour],
  ['two workers', 2, 48 * hour],
  ['two workers', 2, -hour],
])(
  'in %s (%i) a clock that jumps by %i ms under load closes nothing, and votes count again once it is back',

  async (_name, workers, by) => {
    const { cast, setClock, closeIn, state, said } = await serveWithClock(workers);
    closeIn(30 * 60_000);
    let isOver = false;
    const answers: { sentAt: number; code: string }[] = [];
    const voters = Array.from({ length: 4 }, async (_, voter) => {
      while (!isOver) {
        const sentAt = performance.now();
        answers.push({ sentAt, code: await cast(`voter ${voter}`) });
      }
    });
    const isAnswered = (code: string, times: number, since = 0) =>
      answers.filter((one) => one.sentAt >= since && one.code === code).length >= times;
    await until(() => isAnswered('CastVoteSuccess', 20));
    setClock(by);
    await until(() => said('the clock has jumped') === workers);
    const [jumpedAt, answered] = [performance.now(), answers.length];
    await until(() => isAnswered('UNAVAILABLE', 40, jumpedAt));
    const meanwhile = answers.slice(answered).filter(({ sentAt }) => sentAt >= jumpedAt);
    expect(new Set(meanwhile.map(({ code }) => code))).toEqual(new Set(['UNAVAILABLE']));
    expect(state()).toBe('OPEN');
    setClock(0);
    await until(() => said('the clock is back') === workers);
    const backAt = performance.now();
    await until(() => isAnswered('CastVoteSuccess', 20, backAt));
    isOver = true;
    await Promise.all(voters);
    expect(state()).toBe('OPEN');
  },
);

test('an end that comes while two workers are in doubt is written once the clock is back', async () => {
  const { cast, setClock, closeIn, state, lastVote, said } = await serveWithClock(2);
  const closesAt = Date.now() + 3_000;
  closeIn(3_000);
  expect(await cast('a')).toBe('CastVoteSuccess');
  setClock(-hour);
  await until(() => said('the clock has jumped') === 2);
  await until(() => Date.now() > closesAt + 500);
  expect([await cast('b'), state()]).toEqual(['UNAVAILABLE', 'OPEN']);
  setClock(0);
  await until(() => state() === 'CLOSED');
  expect([await cast('c'), Number(lastVote()) < closesAt + 10]).toEqual(['SurveyNotOpenError', true]);
});
