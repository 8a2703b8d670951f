import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contestants, nodeProgram } from './contestants.ts';
import { serverCore } from './cores.ts';
import { dataSet } from './data-set.ts';
import { load } from './load.ts';
import { operations } from './operations.ts';
import { freePort, listening } from './server-process.ts';

// Where our server spends its time under load: `node bench/profile.ts leaderboard`. `--top 30` lists the
// most expensive functions too.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { top: { type: 'string', default: '0' }, seconds: { type: 'string', default: '6' } },
});

const warmUpSeconds = 3;

interface Frame {
  functionName: string;
  url: string;
}

interface ProfileNode {
  id: number;
  callFrame: Frame;
  children?: number[];
}

interface Profile {
  nodes: ProfileNode[];
  samples: number[];
  /** Microseconds of the clock of `process.hrtime`. */
  startTime: number;
  timeDeltas: number[];
}

/**
 * The parts of the work, by the file or, for native code, by the function. The first match counts.
 */
const parts: readonly [name: string, pattern: RegExp][] = [
  ['idle', /^ \(idle\)$/],
  ['garbage collection', /^ \(garbage collector\)$/],
  ['JSON', /^ (stringify|parse)$/],
  // Native calls appear in these functions, which only call SQLite.
  ['SQLite', /better-sqlite3|^ (all|get|run|iterate)$|row-mapping\.ts (all|get)$/],
  ['Drizzle', /drizzle-orm/],
  ['guard', /src\/guard\//],
  ['resolvers', /src\/(api|survey|result|narrative|article|search|vote|graphql|access|text|db)\//],
  ['execution', /src\/engine\/|\/graphql\/|graphql-scalars/],
  [
    'log',
    /pino|sonic-boom|safe-stable|quick-format|thread-stream|^ (fsync|writeSync|writeString|writeBuffer)/,
  ],
  ['HTTP', /node:|src\/http\/|^ (writev|writeUtf8String|writeLatin1String|readStart|consume|shutdown|close)/],
];

const partOf = ({ functionName, url }: Frame): string =>
  parts.find(([, pattern]) => pattern.test(`${url} ${functionName}`))?.[0] ?? 'other';

async function profileOf(name: string): Promise<Profile> {
  const ours = contestants.find((contestant) => contestant.name === 'ours');
  const operation = operations.find((one) => one.name === name);
  if (ours === undefined || operation === undefined) throw new Error(`There is no operation ${name}.`);
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-profile-'));
  const port = await freePort();
  const child = spawn(
    'taskset',
    ['--cpu-list', serverCore, nodeProgram, '--cpu-prof', `--cpu-prof-dir=${folder}`, ...ours.script],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        DATABASE_FILE: dataSet(),
        ...ours.environment,
      },
    },
  );
  await listening(child, port, ours.name);
  const origin = `http://127.0.0.1:${port}`;
  await load(origin, '/graphql', operation.bodies, warmUpSeconds, ours.headers);
  const begin = Number(process.hrtime.bigint() / 1000n);
  await load(origin, '/graphql', operation.bodies, Number(values.seconds), ours.headers);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  // The writer's thread writes a profile too; that of the main thread is the largest.
  const profiles = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .sort((left, right) => right.length - left.length);
  rmSync(folder, { recursive: true });
  return since(JSON.parse(profiles[0] ?? ''), begin);
}

/** Without the samples before `begin`: the start and the warm-up. */
function since({ nodes, samples, startTime, timeDeltas }: Profile, begin: number): Profile {
  let time = startTime;
  const first = timeDeltas.findIndex((delta) => {
    time += delta;
    return time >= begin;
  });
  return { nodes, samples: samples.slice(first), timeDeltas: timeDeltas.slice(first), startTime: begin };
}

/** Milliseconds of self time by `nameOf`. */
function selfTimes(profile: Profile, nameOf: (frame: Frame) => string): [name: string, time: number][] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)') continue;
    const name = nameOf(frame);
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  }
  return [...times].sort(([, left], [, right]) => right - left);
}

const print = (times: readonly [name: string, time: number][], total: number): void => {
  for (const [name, time] of times)
    process.stdout.write(`${((time / total) * 100).toFixed(1).padStart(6)} %  ${name}\n`);
};

for (const name of positionals.length > 0 ? positionals : ['leaderboard', 'dashboard']) {
  const profile = await profileOf(name);
  const byPart = selfTimes(profile, partOf);
  const total = byPart.reduce((sum, [, time]) => sum + time, 0);
  process.stdout.write(`${name}\n`);
  print(byPart, total);
  const byFunction = selfTimes(profile, (frame) => {
    const file = frame.url.replace(/^.*node_modules\//, '');
    return `${frame.functionName || '(anonymous)'}  ${file}  [${partOf(frame)}]`;
  });
  print(byFunction.slice(0, Number(values.top)), total);
}
