import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkAnswers, giveAnswer } from './answers.ts';
import { contestants, floor as floorContestant } from './contestants.ts';
import { dataSet } from './data-set.ts';
import { operations } from './operations.ts';
import { type Measured, report } from './report.ts';
import { measure, type Rounds } from './rounds.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    operation: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
});

const rounds: Rounds = {
  count: Number(values.rounds ?? (values.quick ? 5 : 7)),
  seconds: Number(values.seconds ?? (values.quick ? 2 : 3)),
  warmUpSeconds: 2,
};
const names = values.only ?? (values.quick ? ['ours', 'mercurius'] : contestants.map(({ name }) => name));
const chosen =
  values.operation ?? (values.quick ? ['exact-fields', 'leaderboard'] : operations.map(({ name }) => name));

const servers: ServerProcess[] = [];
try {
  const file = dataSet();
  const floor = await startServer(floorContestant, file);
  servers.push(floor);
  const absent: string[] = [];
  for (const contestant of contestants.filter(({ name }) => names.includes(name))) {
    const reason = contestant.missing?.();
    if (reason === undefined) servers.push(await startServer(contestant, file));
    else absent.push(`\`${contestant.name}\` is skipped: ${reason}`);
  }
  for (const line of absent) process.stderr.write(`${line}\n`);
  const measured: Measured[] = [];
  for (const operation of operations.filter(({ name }) => chosen.includes(name))) {
    const others = servers
      .slice(1)
      .filter(({ contestant }) => contestant.leavesOut?.[operation.name] === undefined);
    if (others.length === 0) continue;
    for (const server of others) {
      if (server.contestant.name === 'constant') await giveAnswer(floor, server, operation);
      else await checkAnswers(floor, server, operation);
    }
    process.stderr.write(`${operation.name}: every server answers alike; measuring\n`);
    measured.push({ operation, measurements: await measure(floor, others, operation, rounds) });
  }
  const text = report(measured, servers, rounds, absent);
  process.stdout.write(text);
  const isWhole = !values.quick && values.only === undefined && values.operation === undefined;
  if (isWhole) writeFileSync(new URL('results.md', import.meta.url), text);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}
