import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { voteEvent } from '../../src/db/tables/vote.ts';
import { temporaryFolder } from '../support/database.ts';
import { command } from './command.ts';
import { type Cli, openBest, openCli } from './run-cli.ts';

const modeOf = (file: string) => statSync(file).mode & 0o777;

async function voted(): Promise<Cli> {
  const cli = await openCli();
  await openBest(cli);
  const file = cli.fileOf('answers.csv', 'who,Choice\na,ai\nb,rwa\n');
  const about = ['--survey', 'best', '--choice-columns', 'Choice', '--voter-column', 'who'];
  await cli.json(['votes', 'import', file, ...about]);
  mkdirSync(join(cli.folder, 'copies'));
  return cli;
}

test('a copy knows its votes and its voters, for the eyes of its owner only', async () => {
  const cli = await voted();
  const file = join(cli.folder, 'copies', 'copy.db');
  expect(await cli.json(['backup', file])).toEqual({
    file,
    bytes: statSync(file).size,
    voterSecret: `${file}.voter-secret`,
  });
  expect(readdirSync(join(cli.folder, 'copies'))).toEqual(['copy.db', 'copy.db.voter-secret']);
  expect([modeOf(file), modeOf(`${file}.voter-secret`)]).toEqual([0o600, 0o600]);
  expect(readFileSync(`${file}.voter-secret`, 'utf8')).toBe(
    readFileSync(`${cli.databaseFile}.voter-secret`, 'utf8'),
  );
  // The same voter in another file: the vote is replaced, not added, if the copy hashes voters as the
  // original does.
  const environment = { DATABASE_FILE: file };
  const again = cli.fileOf('again.csv', 'who,Choice\na,rwa\n');
  const about = ['--survey', 'best', '--choice-columns', 'Choice', '--voter-column', 'who'];
  expect((await command(['votes', 'import', again, ...about], { environment })).code).toBe(0);
  const { out } = await command(['survey', 'show', 'best', '--json'], { environment });
  expect(JSON.parse(out)).toMatchObject({ voteCount: 2, results: [{ narrative: 'rwa', votes: 2 }, {}, {}] });
  expect((await cli.json(['survey', 'show', 'best'])).results[0].votes).toBe(1);
});

test('a copy holds what was committed and nothing of a transaction that is open meanwhile', async () => {
  const cli = await voted();
  const db = openDatabase(cli.databaseFile);
  try {
    db.$client.exec("begin immediate; update survey set title = 'Half way' where slug = 'best'");
    const file = join(cli.folder, 'copies', 'copy.db');
    expect((await cli.run(['backup', file])).code).toBe(0);
    const copy = openDatabase(file);
    try {
      expect(copy.$client.prepare("select title from survey where slug = 'best'").pluck().get()).toBe('Best');
      expect(copy.select().from(voteEvent).all()).toHaveLength(2);
    } finally {
      copy.$client.close();
    }
  } finally {
    db.$client.close();
  }
});

test('what is there already is never overwritten', async () => {
  const cli = await voted();
  const file = join(cli.folder, 'copies', 'copy.db');
  for (const existing of [file, `${file}.voter-secret`]) {
    const name = cli.fileOf(`copies/${existing.split('/').at(-1)}`, 'precious');
    const { code, err } = await cli.run(['backup', file]);
    expect({ code, err }).toEqual({
      code: 1,
      err: `There is a file ${name} already. Choose another name for the copy.\n`,
    });
    expect(readFileSync(name, 'utf8')).toBe('precious');
    expect(existsSync(`${file}.partial`)).toBe(false);
    rmSync(name);
  }
  expect((await cli.run(['backup', cli.databaseFile])).code).toBe(1);
});

test('where no copy can be made, nothing is left behind', async () => {
  const cli = await voted();
  const nowhere = await cli.run(['backup', join(cli.folder, 'none', 'copy.db')]);
  expect({ code: nowhere.code, err: nowhere.err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^ENOENT: .*\n$/),
  });
  const environment = { DATABASE_FILE: cli.fileOf('text.db', 'This is not a database. '.repeat(50)) };
  const broken = await cli.run(['backup', join(cli.folder, 'copies', 'copy.db')], { environment });
  expect({ code: broken.code, err: broken.err }).toEqual({
    code: 1,
    err: expect.stringContaining('SQLITE_NOTADB'),
  });
  expect(readdirSync(join(cli.folder, 'copies'))).toEqual([]);
  const missing = join(temporaryFolder(), 'missing.db');
  const none = await command(['backup', `${missing}.copy`], { environment: { DATABASE_FILE: missing } });
  expect({ code: none.code, err: none.err }).toEqual({
    code: 1,
    err: expect.stringContaining(`There is no database ${missing}.`),
  });
  expect(existsSync(missing)).toBe(false);
});

test('a secret that is set elsewhere is not written beside the copy', async () => {
  const cli = await openCli();
  const file = join(cli.folder, 'copy.db');
  const { out } = await cli.run(['backup', file], {
    environment: { VOTER_SECRET: 'a secret of the tests, long enough to be one' },
  });
  expect(out).toContain('is set by VOTER_SECRET and is not in the copy');
  expect(existsSync(`${file}.voter-secret`)).toBe(false);
  expect((await cli.run(['backup', join(cli.folder, 'other.db')])).out).toContain('no voter secret yet');
});
