// Compares the CPU per request of two commits: `node bench/commits/run.ts COMMIT [COMMIT]`; the second is the
// working tree when omitted. `--rounds 3` for a short run, `--only GET` for the requests with this text in
// their names. Prints Markdown.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { loadCore } from '../cores.ts';
import { paragraph, table } from '../markdown.ts';
import { digits } from '../numbers.ts';
import { settledCpuMilliseconds } from '../process-usage.ts';
import { type Quartiles, quartilesOf } from '../quartiles.ts';
import { type ServerProcess, startServer } from '../server-process.ts';
import { checkoutOf, dataSetOf } from './checkout.ts';
import { type Kind, kinds } from './requests.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '15' }, only: { type: 'string', default: '' } },
});
const rounds = Number(values.rounds);
const [before, after] = positionals;
if (before === undefined) throw new Error('Name a commit to compare with.');

/** Requests that are sent at once. */
const concurrency = 8;

const environment = {
  COST_LIMIT: '999999999',
  RATE_LIMIT_POINTS: '999999999',
  STREAM_LIMIT: '0',
  LOG_LEVEL: 'info',
};

let turn = 0;

/** Sends the requests of one slot. Returns microseconds of CPU of the server for each. */
async function slot({ processId, origin }: ServerProcess, { count, send }: Kind): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const begun = await settledCpuMilliseconds(processId);
  let left = count;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      turn += 1;
      await send(origin, agent, turn);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sender));
  const used = (await settledCpuMilliseconds(processId)) - begun;
  agent.destroy();
  return (used * 1_000) / count;
}

/** The response's `data`; a priced response has only its cost. */
async function dataOf({ origin }: ServerProcess, { send }: Kind, agent: Agent): Promise<string> {
  const { data, errors } = JSON.parse(await send(origin, agent, 0));
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return JSON.stringify(data ?? 'priced only');
}

async function checkSame(servers: readonly [ServerProcess, ServerProcess], kind: Kind): Promise<void> {
  const agent = new Agent();
  const [first, second] = [await dataOf(servers[0], kind, agent), await dataOf(servers[1], kind, agent)];
  agent.destroy();
  if (first !== second) throw new Error(`${kind.name} is answered with\n${first}\nand with\n${second}`);
}

const withQuartiles = ({ lower, median, upper }: Quartiles, decimals: number): string =>
  `${digits(median, decimals)} (${digits(lower, decimals)} to ${digits(upper, decimals)})`;

async function compare(servers: readonly [ServerProcess, ServerProcess], kind: Kind): Promise<string[]> {
  await checkSame(servers, kind);
  for (let warmUp = 0; warmUp < 3; warmUp += 1) for (const server of servers) await slot(server, kind);
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Alternates which server comes first.
    const isSwapped = round % 2 === 1;
    const first = await slot(servers[isSwapped ? 1 : 0], kind);
    const second = await slot(servers[isSwapped ? 0 : 1], kind);
    pairs.push(isSwapped ? [second, first] : [first, second]);
  }
  return [
    kind.name,
    withQuartiles(quartilesOf(pairs.map(([one]) => one)), 0),
    withQuartiles(quartilesOf(pairs.map(([, two]) => two)), 0),
    withQuartiles(quartilesOf(pairs.map(([one, two]) => two / one)), 2),
  ];
}

execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', loadCore, String(process.pid)], {
  stdio: 'ignore',
});
const checkouts = [checkoutOf(before), checkoutOf(after)] as const;
const files: string[] = [];
const servers: ServerProcess[] = [];
try {
  for (const checkout of checkouts) {
    const file = dataSetOf(checkout);
    files.push(file);
    const contestant = {
      name: 'ours',
      description: checkout.commit,
      script: checkout.script,
      environment,
    } as const;
    servers.push(await startServer(contestant, file));
  }
  const [first, second] = servers;
  if (first === undefined || second === undefined) throw new Error('A server is missing.');
  const rows: string[][] = [];
  for (const kind of kinds.filter(({ name }) => name.includes(values.only))) {
    rows.push(await compare([first, second], kind));
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n`);
  }
  process.stdout.write(
    [
      '# CPU per request of two commits',
      paragraph(`Microseconds of CPU of the server for each request, all threads and the kernel included:
        medians of ${rounds} interleaved rounds, quartiles in parentheses; the ratio is that of
        each round. ${concurrency} requests at once, on ${cpus()[0]?.model} with Node
        ${process.versions.node}.`),
      table(['request', checkouts[0].commit, checkouts[1].commit, 'ratio'], rows),
    ]
      .join('\n\n')
      .concat('\n'),
  );
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  for (const file of files) rmSync(dirname(file), { recursive: true, force: true });
}
