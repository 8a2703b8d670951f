import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { voteEvent } from '../../src/db/tables/vote.ts';
import { command, type Outcome } from './command.ts';
import { type Cli, openBest, openCli } from './run-cli.ts';

const other = 'another secret of the tests, long enough to be one';

interface Secrets extends Cli {
  secretFile: string;
  /** Imports one voter's vote for `choice`, under the same name each time. */
  vote: (choice: string, environment?: Record<string, string>) => Promise<Outcome>;
  /** Starts the server and stops it as soon as it listens. */
  serve: (environment?: Record<string, string>) => Promise<Outcome>;
  events: () => number;
}

async function secrets(): Promise<Secrets> {
  const cli = await openCli();
  await openBest(cli);
  let file = 0;
  return {
    ...cli,
    secretFile: `${cli.databaseFile}.voter-secret`,
    vote: (choice, environment = {}) => {
      const csv = cli.fileOf(`${file++}.csv`, `who,Choice\nann,${choice}\n`);
      const about = ['--survey', 'best', '--choice-columns', 'Choice', '--voter-column', 'who'];
      return cli.run(['votes', 'import', csv, ...about], { environment });
    },
    serve: (environment = {}) => cli.run(['serve'], { environment: { PORT: '0', ...environment } }),
    events: () => {
      const db = openDatabase(cli.databaseFile);
      const { length } = db.select().from(voteEvent).all();
      db.$client.close();
      return length;
    },
  };
}

const voteCount = async ({ json }: Cli) => (await json(['survey', 'show', 'best'])).voteCount;

test('the first start makes the secret, for the eyes of its owner only, and every later one uses it', async () => {
  const cli = await secrets();
  expect(existsSync(cli.secretFile)).toBe(false);
  expect(await cli.serve()).toMatchObject({ code: 0, err: '' });
  const made = readFileSync(cli.secretFile, 'utf8');
  expect(made).toMatch(/^[\w-]{43}\n$/);
  expect(statSync(cli.secretFile).mode & 0o777).toBe(0o600);
  await cli.vote('ai');
  await cli.vote('rwa');
  expect(await cli.serve()).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(cli.secretFile, 'utf8')).toBe(made);
  expect([await voteCount(cli), cli.events()]).toEqual([1, 2]);
});

describe('with votes, every command that hashes voters is refused', () => {
  const changes: Record<string, (file: string) => Record<string, string>> = {
    'the file is deleted': (file) => {
      rmSync(file);
      return {};
    },
    'the file is empty': (file) => {
      writeFileSync(file, '');
      return {};
    },
    'the file is cut short': (file) => {
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
      return {};
    },
    'the file is another': (file) => {
      writeFileSync(file, `${other}\n`);
      return {};
    },
    'VOTER_SECRET is another': () => ({ VOTER_SECRET: other }),
    'others can read the file': (file) => {
      chmodSync(file, 0o640);
      return {};
    },
  };
  const says: Record<string, RegExp> = {
    'the file is deleted':
      /^The voter secret is missing: the file FILE is not there or empty, and VOTER_SECRET is not set\. .* set VOTER_SECRET to what it was\.\n$/,
    'the file is empty': /^The voter secret is missing: the file FILE is not there or empty/,
    'the file is cut short': /^FILE: The voter secret has 20 characters; it must have at least 32\. .*\n$/,
    'the file is another':
      /^The voter secret in FILE is not the one of this database\. .* Put the file back.*\n$/,
    'VOTER_SECRET is another': /^The voter secret in VOTER_SECRET is not the one of this database\. .*\n$/,
    'others can read the file':
      /^FILE: Others can read the voter secret \(its mode is 0640\)\. Make it 0600: chmod 600 FILE\n$/,
  };

  test.each(Object.entries(changes))('while %s', async (name, change) => {
    const cli = await secrets();
    await cli.vote('ai');
    const secret = readFileSync(cli.secretFile, 'utf8').trim();
    const environment = change(cli.secretFile);
    for (const refused of [
      await cli.serve(environment),
      await cli.serve({ ...environment, WORKERS: '2' }),
      await cli.vote('rwa', environment),
      await cli.run(['demo', '--seconds', '1'], { environment }),
    ]) {
      const err = refused.err.replaceAll(cli.secretFile, 'FILE');
      expect({ code: refused.code, out: refused.out, err }).toEqual({
        code: 1,
        out: '',
        err: expect.stringMatching(says[name] ?? /never/),
      });
      expect(err).not.toContain(secret);
      expect(err).not.toContain(other);
    }
    expect([await voteCount(cli), cli.events()]).toEqual([1, 1]);
    // What needs no voters goes on.
    expect((await cli.run(['survey', 'list'], { environment })).code).toBe(0);
    writeFileSync(cli.secretFile, `${secret}\n`);
    chmodSync(cli.secretFile, 0o600);
    expect((await cli.vote('rwa')).code).toBe(0);
    expect([await voteCount(cli), cli.events()]).toEqual([1, 2]);
  });

  test('but not where VOTER_SECRET says what the file said', async () => {
    const cli = await secrets();
    await cli.vote('ai');
    const environment = { VOTER_SECRET: readFileSync(cli.secretFile, 'utf8').trim() };
    rmSync(cli.secretFile);
    expect((await cli.vote('rwa', environment)).code).toBe(0);
    expect([await voteCount(cli), cli.events(), existsSync(cli.secretFile)]).toEqual([1, 2, false]);
  });
});

test('a database that had votes before it knew its secret is refused without one, and learns it with one', async () => {
  const cli = await secrets();
  await cli.vote('ai');
  const db = openDatabase(cli.databaseFile);
  db.$client.exec('delete from voter_secret');
  db.$client.close();
  const secret = readFileSync(cli.secretFile, 'utf8');
  rmSync(cli.secretFile);
  expect((await cli.serve()).err).toMatch(/^The voter secret is missing/);
  writeFileSync(cli.secretFile, secret, { mode: 0o600 });
  expect((await cli.serve()).code).toBe(0);
  writeFileSync(cli.secretFile, `${other}\n`);
  expect((await cli.serve()).err).toMatch(/is not the one of this database/);
});

test('a database without votes takes a new secret and says so', async () => {
  const cli = await secrets();
  await cli.serve();
  expect((await cli.vote('ai', { VOTER_SECRET: other })).err).toBe(
    'the database has a new voter secret, which takes the place of an earlier one; it has no votes yet\n',
  );
  expect((await cli.serve()).err).toMatch(/^The voter secret in \S+ is not the one of this database/);
  expect((await cli.serve({ VOTER_SECRET: other })).code).toBe(0);
});

test('a secret that the configuration refuses is not printed', async () => {
  const { code, err } = await command(['serve'], { environment: { VOTER_SECRET: 'x-short-x' } });
  expect({ code, err }).toEqual({
    code: 1,
    err: 'VOTER_SECRET is set; it must be at least 32 characters long.\n',
  });
});

test('a copy says where its secret is, or that it has none', async () => {
  const cli = await secrets();
  const backup = async (environment: Record<string, string> = {}) => {
    rmSync(`${cli.folder}/copy.db`, { force: true });
    rmSync(`${cli.folder}/copy.db.voter-secret`, { force: true });
    const { out } = await cli.run(['backup', `${cli.folder}/copy.db`], { environment });
    return out.split('\n')[1];
  };
  expect(await backup()).toBe('There is no voter secret yet, so none was copied.');
  await cli.vote('ai');
  expect(await backup()).toMatch(/^The voter secret is in .*copy\.db\.voter-secret; keep it with the copy/);
  expect(await backup({ VOTER_SECRET: other })).toMatch(/VOTER_SECRET and is not in the copy: keep it too/);
  rmSync(cli.secretFile);
  expect(await backup()).toMatch(/^The voter secret is missing \(.*\) and is not in the copy/);
});
