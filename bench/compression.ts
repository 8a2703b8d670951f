// What compressing a response costs and saves: `node bench/compression.ts`. Prints Markdown and, without
// `--quick`, writes it to compression.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { contestants } from './contestants.ts';
import { dataSet } from './data-set.ts';
import { paragraph, table } from './markdown.ts';
import { median } from './median.ts';
import { operations } from './operations.ts';
import { startServer } from './server-process.ts';

const codings: readonly [name: string, compress: (bytes: Buffer) => Buffer][] = [
  ['br, quality 4 (ours)', (bytes) => brotliCompressSync(bytes, quality(4))],
  ['br, quality 5', (bytes) => brotliCompressSync(bytes, quality(5))],
  ['gzip, level 6 (ours)', (bytes) => gzipSync(bytes)],
  ['gzip, level 1', (bytes) => gzipSync(bytes, { level: 1 })],
];

const quality = (number: number) => ({ params: { [zlib.BROTLI_PARAM_QUALITY]: number } });

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = values.quick ? 1 : 9;

async function answers(): Promise<[name: string, bytes: Buffer][]> {
  const ours = contestants.find(({ name }) => name === 'ours-cached');
  if (ours === undefined) throw new Error('Our own server is not a contestant.');
  const server = await startServer(ours, dataSet());
  try {
    return await Promise.all(
      operations.map(async ({ name, bodies }): Promise<[string, Buffer]> => {
        const response = await fetch(`${server.origin}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'accept-encoding': 'identity' },
          body: JSON.stringify(bodies[0]),
        });
        return [name, Buffer.from(await response.arrayBuffer())];
      }),
    );
  } finally {
    await server.stop();
  }
}

/** Microseconds of CPU for each coding, in interleaved rounds. */
function times(bytes: Buffer): number[] {
  const slots = codings.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, [, compress]] of codings.entries()) {
      const begun = process.cpuUsage();
      for (let turn = 0; turn < 50; turn += 1) compress(bytes);
      const { user, system } = process.cpuUsage(begun);
      slots[place]?.push((user + system) / 50);
    }
  }
  return slots.map(median);
}

const rows = (await answers()).flatMap(([name, bytes]) => {
  const microseconds = times(bytes);
  return codings.map(([coding, compress], place) => [
    name,
    coding,
    String(bytes.length),
    String(compress(bytes).length),
    (microseconds[place] ?? Number.NaN).toFixed(0),
  ]);
});
const text = `${[
  '# Compression',
  paragraph(`Medians of ${rounds} interleaved rounds on ${cpus()[0]?.model} with Node
    ${process.versions.node}. A cached response is compressed once for each coding, off the event loop. The
    prose of the data set repeats itself more than real texts, so real responses shrink less.`),
  table(['response', 'coding', 'bytes', 'compressed', 'CPU, µs'], rows),
].join('\n\n')}\n`;
process.stdout.write(text);
if (!values.quick) writeFileSync(new URL('compression.md', import.meta.url), text);
