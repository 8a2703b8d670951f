import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { voteEvent } from '../../src/db/tables/vote.ts';
import { temporaryFolder } from '../support/database.ts';
import { command } from './command.ts';
import { type Desk, desk, openBest } from './run-cli.ts';

const modeOf = (file: string) => statSync(file).mode & 0o777;

async function voted(): Promise<Desk> {
  const here = await desk();
  await openBest(here);
  const file = here.fileOf('answers.csv', 'who,Choice\na,ai\nb,rwa\n');
  const about = ['--survey', 'best', '--choice-columns', 'Choice', '--voter-column', 'who'];
  await here.json(['votes', 'import', file, ...about]);
  mkdirSync(join(here.folder, 'copies'));
  return here;
}

test('a copy knows its votes and its voters, for the eyes of its owner only', async () => {
  const here = await voted();
  const file = join(here.folder, 'copies', 'copy.db');
  expect(await here.json(['backup', file])).toEqual({
    file,
    bytes: statSync(file).size,
    voterSecret: `${file}.voter-secret`,
  });
  expect(readdirSync(join(here.folder, 'copies'))).toEqual(['copy.db', 'copy.db.voter-secret']);
  expect([modeOf(file), modeOf(`${file}.voter-secret`)]).toEqual([0o600, 0o600]);
  expect(readFileSync(`${file}.voter-secret`, 'utf8')).toBe(
    readFileSync(`${here.databaseFile}.voter-secret`, 'utf8'),
  );
  // The same voter in another file: the vote is replaced, not added, if the copy hashes voters as the original does.
  const environment = { DATABASE_FILE: file };
  const again = here.fileOf('again.csv', 'who,Choice\na,rwa\n');
  const about = ['--survey', 'best', '--choice-columns', 'Choice', '--voter-column', 'who'];
  expect((await command(['votes', 'import', again, ...about], { environment })).code).toBe(0);
  const { out } = await command(['survey', 'show', 'best', '--json'], { environment });
  expect(JSON.parse(out)).toMatchObject({ voteCount: 2, results: [{ narrative: 'rwa', votes: 2 }, {}, {}] });
  expect((await here.json(['survey', 'show', 'best'])).results[0].votes).toBe(1);
});

test('a copy holds what was committed and nothing of a transaction that is open meanwhile', async () => {
  const here = await voted();
  const db = openDatabase(here.databaseFile);
  try {
    db.$client.exec("begin immediate; update survey set title = 'Half way' where slug = 'best'");
    const file = join(here.folder, 'copies', 'copy.db');
    expect((await here.run(['backup', file])).code).toBe(0);
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
  const here = await voted();
  const file = join(here.folder, 'copies', 'copy.db');
  for (const taken of [file, `${file}.voter-secret`]) {
    const name = here.fileOf(`copies/${taken.split('/').at(-1)}`, 'precious');
    const { code, err } = await here.run(['backup', file]);
    expect({ code, err }).toEqual({
      code: 1,
      err: `There is a file ${name} already. Choose another name for the copy.\n`,
    });
    expect(readFileSync(name, 'utf8')).toBe('precious');
    expect(existsSync(`${file}.partial`)).toBe(false);
    rmSync(name);
  }
  expect((await here.run(['backup', here.databaseFile])).code).toBe(1);
});

test('where no copy can be made, nothing is left behind', async () => {
  const here = await voted();
  const nowhere = await here.run(['backup', join(here.folder, 'none', 'copy.db')]);
  expect({ code: nowhere.code, err: nowhere.err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^ENOENT: .*\n$/),
  });
  const environment = { DATABASE_FILE: here.fileOf('text.db', 'This is no database. '.repeat(50)) };
  const broken = await here.run(['backup', join(here.folder, 'copies', 'copy.db')], { environment });
  expect({ code: broken.code, err: broken.err }).toEqual({
    code: 1,
    err: expect.stringContaining('SQLITE_NOTADB'),
  });
  expect(readdirSync(join(here.folder, 'copies'))).toEqual([]);
  const missing = join(temporaryFolder(), 'missing.db');
  const none = await command(['backup', `${missing}.copy`], { environment: { DATABASE_FILE: missing } });
  expect({ code: none.code, err: none.err }).toEqual({ code: 1, err: `There is no database ${missing}.\n` });
  expect(existsSync(missing)).toBe(false);
});

test('a secret that is set elsewhere is not written beside the copy', async () => {
  const here = await desk();
  const file = join(here.folder, 'copy.db');
  const { out } = await here.run(['backup', file], {
    environment: { VOTER_SECRET: 'a secret of the tests, long enough to be one' },
  });
  expect(out).toContain('is set by VOTER_SECRET and is not in the copy');
  expect(existsSync(`${file}.voter-secret`)).toBe(false);
  expect((await here.run(['backup', join(here.folder, 'other.db')])).out).toContain('no voter secret yet');
});
