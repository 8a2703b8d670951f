import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { schemaText } from '../../src/api/schema-text.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { contentFolder, edited } from '../content/sample.ts';
import { temporaryFolder } from '../support/database.ts';
import { command } from './command.ts';

const databaseFile = () => join(temporaryFolder(), 'data', 'test.db');

/** A file that is not a database, one of another program, and one of a newer version of ours. */
const unusable = {
  text: (file: string) =>
    writeFileSync(file, 'This is a text that is long enough to be looked at. '.repeat(20)),
  foreign: (file: string) => {
    const db = openDatabase(file);
    db.$client.exec('create table theirs (id integer)');
    db.$client.close();
  },
  newer: (file: string) => {
    const db = openDatabase(file);
    migrate(db);
    db.$client.exec("insert into __drizzle_migrations (hash, created_at) values ('of tomorrow', 0)");
    db.$client.close();
  },
  folder: (file: string) => mkdirSync(file),
};

function unusableFile(kind: keyof typeof unusable): string {
  const file = join(temporaryFolder(), 'test.db');
  unusable[kind](file);
  return file;
}

describe('exit codes', () => {
  test.each([
    ['--help', 0],
    ['--version', 0],
    ['help load', 0],
    ['migrate', 0],
    ['migrate --json', 0],
    ['load --create', 0],
    ['schema print', 0],
    ['load --create no-such-folder', 1],
    ['load --create package.json', 1],
    ['', 2],
    ['lod', 2],
    ['schema', 2],
    ['schema prnt', 2],
    ['load --forse', 2],
    ['load a b', 2],
    ['migrate now', 2],
    ['--port 80', 2],
  ])('`moon-awards %s` ends with %i', async (line, expected) => {
    const { code, out, err } = await command(line.split(' ').filter((word) => word !== ''));
    expect({ code, isSilent: err === '' }).toEqual({ code: expected, isSilent: expected === 0 });
    expect(out === '').toBe(expected !== 0);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test.each(['serve', 'migrate', 'load'])(
    'a variable that cannot be used stops `%s` with one line',
    async (name) => {
      const { code, err } = await command([name], { environment: { PORT: 'eighty' } });
      expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^PORT is "eighty".*\n$/) });
    },
  );

  test.each([
    ['text', 'SQLITE_NOTADB'],
    ['foreign', 'another program'],
    ['newer', 'newer or another version'],
    ['folder', 'SQLITE_CANTOPEN'],
  ] as const)(
    'a database that is unusable (%s) stops a command with one line that names it',
    async (kind, reason) => {
      const file = unusableFile(kind);
      for (const name of ['serve', 'migrate', 'load']) {
        const { code, err } = await command([name], { environment: { DATABASE_FILE: file } });
        expect({ code, lines: err.split('\n').length }).toEqual({ code: 1, lines: 2 });
        expect(err).toMatch(`${file}: `);
        expect(err).toMatch(reason);
      }
    },
  );

  test('a folder that cannot be made stops a command with one line', async () => {
    const file = join(unusableFile('text'), 'data', 'test.db');
    const { code, err } = await command(['migrate'], { environment: { DATABASE_FILE: file } });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^ENOTDIR: .*test\.db.*\n$/) });
  });
});

test.each([[[]], [['serve']], [['migrate']], [['load']], [['schema']], [['schema', 'print']]])(
  'the help of %j has an example and needs no environment',
  async (words) => {
    const { code, out } = await command([...words, '--help'], { environment: { PORT: 'x' } });
    expect(code).toBe(0);
    expect(out).toContain(`Example:\n  `);
    expect(out).toContain(['moon-awards', ...words].join(' '));
  },
);

test.each([
  'load',
  'survey list',
  'survey show best',
  'survey create --slug best --title Best --question Which? --option ai rwa',
  'survey open best',
  'survey update best --title Best',
  'narrative list',
  'narrative update ai --name AI',
  'series list',
  'series create --slug best --title Best',
  'article list',
  'article publish best',
  'audit',
  'votes import --survey best package.json',
  'votes void --batch x --reason y',
  'votes export --survey best',
  'votes recount --survey best',
  'keys create --name site --scopes votes:cast',
  'keys list',
  'keys revoke x',
  'demo',
  'backup copy.db',
])('`%s` without a database says so, and makes none', async (line) => {
  const file = databaseFile();
  const outcome = await command(line.split(' '), { environment: { DATABASE_FILE: file } });
  expect(outcome).toEqual({
    code: 1,
    out: '',
    err: expect.stringContaining(`There is no database ${file}.`),
  });
  expect(outcome.err.split('\n')).toHaveLength(2);
  expect(existsSync(dirname(file))).toBe(false);
});

describe('migrate', () => {
  test('makes the database with its folder, and then finds nothing to do', async () => {
    const environment = { DATABASE_FILE: databaseFile() };
    const first = JSON.parse((await command(['migrate', '--json'], { environment })).out);
    expect(first.applied).toBeGreaterThan(0);
    expect(existsSync(environment.DATABASE_FILE)).toBe(true);
    const second = await command(['migrate', '--json'], { environment });
    expect(JSON.parse(second.out)).toEqual({ applied: 0, rendered: 0, unrendered: [] });
  });
});

describe('load', () => {
  test('says what it did, in lines and as JSON', async () => {
    const environment = { DATABASE_FILE: databaseFile() };
    const first = await command(['load', '--create', contentFolder()], { environment });
    expect(first).toEqual({
      code: 0,
      out: [
        'added    narrative ai',
        'added    narrative defi',
        'added    narrative rwa',
        'added    survey awards',
        'added    survey play',
        'added    article about',
        '6 added, 0 changed, 0 unchanged.',
        '',
      ].join('\n'),
      err: '',
    });
    const changes = edited('surveys/play.md', 'status: OPEN', 'status: SCHEDULED\nopensAt: 2030-01-01');
    const second = await command(['load', contentFolder({ ...changes, 'narratives/rwa.md': null })], {
      environment,
    });
    expect(second.out).toBe(
      [
        'missing  narrative rwa: no longer in the folder; it stays in the database',
        'changed  survey play (not status, opensAt: the survey is past its draft)',
        '0 added, 1 changed, 4 unchanged, 1 missing.',
        '',
      ].join('\n'),
    );
    const third = await command(['load', contentFolder(changes), '--json'], { environment });
    expect(JSON.parse(third.out)).toEqual({
      added: 0,
      changed: 0,
      unchanged: 6,
      skipped: 0,
      missing: 0,
      changes: [],
    });
  });

  test('names each fault on a line of its own, and as JSON', async () => {
    const folder = contentFolder({
      ...edited('surveys/play.md', '[ai, defi, rwa]', '[ai, none]'),
      ...edited('narratives/ai.md', 'shortName: AI\n', ''),
    });
    const { code, out, err } = await command(['load', '--create', folder, '--json']);
    expect(code).toBe(1);
    expect(err).toBe(
      `${folder}/narratives/ai.md:1: \`shortName\` is missing.\n${folder}/surveys/play.md:5: There is no narrative \`none\`.\n`,
    );
    expect(JSON.parse(out)).toEqual({
      faults: [
        { file: `${folder}/narratives/ai.md`, line: 1, message: '`shortName` is missing.' },
        { file: `${folder}/surveys/play.md`, line: 5, message: 'There is no narrative `none`.' },
      ],
    });
  });
});

describe('schema print', () => {
  test('prints SDL that is the schema, with descriptions', async () => {
    const { out } = await command(['schema', 'print']);
    const printed = buildSchema(out);
    expect(printed.getQueryType()?.getFields().survey?.description).toContain('The survey with this slug');
    expect(printed.getDirective('listSize')?.description).toContain('How many entries');
    expect(out).toBe(schemaText());
  });
});

describe('serve', () => {
  test('loads the first content, answers until it is stopped, and ends with 0', async () => {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const answers: Promise<unknown>[] = [];
    const { code, err } = await command(['serve'], {
      environment: { PORT: '0' },
      stopped,
      onOut: (out) => {
        const url = /http:\S+/.exec(out)?.[0] ?? '';
        const query = `${url}?query=${encodeURIComponent('{ narratives { totalCount } }')}`;
        answers.push(
          fetch(query)
            .then((answer) => answer.json())
            .finally(stop),
        );
      },
    });
    expect(await Promise.all(answers)).toEqual([{ data: { narratives: { totalCount: 8 } } }]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('says in one line that the port is in use and what to try, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const { code, err } = await command(['serve'], { environment: { PORT: port } });
    expect({ code, err }).toEqual({
      code: 1,
      err: `PORT: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Set PORT to a free port, or to 0 for any, or stop the program that listens there.\n`,
    });
  });

  test.each([
    // An address that is reserved for documentation.
    ['HOST', '203.0.113.1'],
    ['REGISTERED_OPERATIONS', '/no-such-folder/operations.json'],
  ])('names %s in one line when it cannot be used', async (name, value) => {
    const { code, err } = await command(['serve'], { environment: { PORT: '0', [name]: value } });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(`^${name}: .*${value}.*\n$`) });
  });

  test('refuses a manifest with a wrong hash before it makes a database', async () => {
    const folder = temporaryFolder();
    const environment = {
      REGISTERED_OPERATIONS: join(folder, 'operations.json'),
      DATABASE_FILE: join(folder, 'data', 'awards.db'),
    };
    writeFileSync(environment.REGISTERED_OPERATIONS, '{ "sha256:ab": "{ __typename }" }');
    const { code, err } = await command(['serve'], { environment });
    expect({ code, err, files: readdirSync(folder) }).toEqual({
      code: 1,
      err: `REGISTERED_OPERATIONS: ${environment.REGISTERED_OPERATIONS}: "sha256:ab" is not the SHA-256 of its operation, nor its SHA-1 or MD5. Write the manifest again.\n`,
      files: ['operations.json'],
    });
  });
});
