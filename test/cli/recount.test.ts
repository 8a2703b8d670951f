import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { type Cli, openBest, openCli } from './run-cli.ts';

/** A survey with five imported ballots, by ranking. */
async function importedBest(): Promise<Cli> {
  const cli = await openCli();
  await openBest(cli, '--method', 'RANKED_CHOICE');
  const answers = 'First,Second\nAI,DePIN\nAI,DePIN\nDePIN,AI\nRWA,\nRWA,AI\n';
  const importing = ['votes', 'import', '--survey', 'best', cli.fileOf('answers.csv', answers)];
  await cli.json([...importing, '--choice-columns', 'First,Second']);
  return cli;
}

function change(cli: Cli, sql: string): void {
  const db = openDatabase(cli.databaseFile);
  db.$client.exec(sql);
  db.$client.close();
}

test('a recount from the log agrees with the stored counts', async () => {
  const cli = await importedBest();
  const same = (number: number) => ({ counted: number, stored: number });
  expect(await cli.json(['votes', 'recount', '--survey', 'best'])).toEqual({
    survey: 'best',
    agrees: true,
    ballots: same(5),
    options: [
      { narrative: 'ai', votes: same(2), mentions: same(4) },
      { narrative: 'depin', votes: same(1), mentions: same(3) },
      { narrative: 'rwa', votes: same(2), mentions: same(2) },
    ],
    rankings: { ...same(4), differing: 0 },
  });
  expect((await cli.run(['votes', 'recount', '--survey', 'best'])).out).toBe(
    'best: 5 ballots; the stored counts agree with the log.\n',
  );
});

test('stored counts that were tampered with are named, and the command exits 1', async () => {
  const cli = await importedBest();
  const [ai, best] = [
    "(select id from narrative where slug = 'ai')",
    "(select id from survey where slug = 'best')",
  ];
  change(cli, `update survey_option set votes = 3 where narrative_id = ${ai} and survey_id = ${best}`);
  change(cli, `update ranking_count set count = count + 1 where survey_id = ${best}`);
  const { code, out, err } = await cli.run(['votes', 'recount', '--survey', 'best']);
  expect({ code, out, err }).toEqual({
    code: 1,
    out: 'votes of ai  2  counted  3  stored\n4 rankings have another number of ballots\n',
    err: 'The stored counts of best differ from its log of votes.\n',
  });
  const json = await cli.run(['votes', 'recount', '--survey', 'best', '--json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ agrees: false, ballots: { counted: 5, stored: 5 } });
});

test('a survey without votes of its own is refused', async () => {
  const cli = await openCli();
  const reported = await cli.run(['votes', 'recount', '--survey', 'top-crypto-narratives-2024']);
  expect(reported).toMatchObject({ code: 1, out: '', err: expect.stringContaining('published elsewhere') });
  expect((await cli.run(['votes', 'recount', '--survey', 'none'])).err).toContain('no survey none');
});
