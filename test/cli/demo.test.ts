import { expect, test } from 'vitest';
import { favouritesCycle, simulatedChoice } from '../../src/cli/simulated-choice.ts';
import { startApp } from '../support/app.ts';
import { openBest, openCli } from './run-cli.ts';

test('simulated votes reach the server that is running', async () => {
  const app = await startApp();
  const file = app.db.$client.name;
  const cli = await openCli();
  const { code, out } = await cli.run(['demo', '--rate', '30', '--seconds', '1'], {
    environment: { DATABASE_FILE: file, VOTER_SECRET: 'a secret of the tests, long enough to be one' },
    stopped: new Promise(() => {}),
  });
  expect(code).toBe(0);
  const { survey } = await app.query('{ survey(slug: "sandbox") { voteCount } }');
  expect(survey.voteCount).toBeGreaterThan(0);
  expect(out).toBe(
    `500 simulated voters vote in sandbox, 30 votes a second.\n${survey.voteCount} votes count.\n`,
  );
});

test('it goes on until it is stopped, and then ends with 0', async () => {
  const cli = await openCli();
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const { code, out } = await cli.run(['demo', '--rate', '2'], {
    stopped,
    onOut: (text) => {
      if (text.split('votes count').length > 2) stop();
    },
  });
  expect(code).toBe(0);
  expect(out.match(/votes count/g)).toHaveLength(2);
});

test('real surveys get no simulated votes, not even when they are open', async () => {
  const cli = await openCli();
  await openBest(cli);
  for (const slug of ['best', 'top-crypto-narratives-2024']) {
    const { code, out, err } = await cli.run(['demo', '--survey', slug, '--seconds', '1']);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `${slug} is a real survey. Simulated voters vote in samples only, such as sandbox.\n`,
    });
  }
  expect((await cli.json(['survey', 'show', 'best'])).voteCount).toBe(0);
});

test('a sample that is over takes no simulated votes either', async () => {
  const cli = await openCli();
  await cli.json(['survey', 'close', 'sandbox']);
  const { code, err } = await cli.run(['demo'], { stopped: new Promise(() => {}) });
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^The survey `sandbox` .*\n$/) });
});

test('each option is the favourite once in a cycle', () => {
  const choices = ['ai', 'defi', 'depin', 'rwa'];
  const chances = Array.from({ length: 400 }, (_, place) => place / 400);
  const favouriteIn = (second: number) => {
    const votes = chances.map((chance) => simulatedChoice(choices, second, chance));
    const countOf = (slug: string) => votes.filter((vote) => vote === slug).length;
    return choices.toSorted((left, right) => countOf(right) - countOf(left))[0];
  };
  const seconds = Array.from({ length: favouritesCycle }, (_, second) => second);
  expect(new Set(seconds.map(favouriteIn))).toEqual(new Set(choices));
});
