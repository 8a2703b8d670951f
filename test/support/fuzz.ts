import { Agent, request } from 'node:http';

/** A seeded generator of integers from 0 to below its argument. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const seeds = [
  '{"query":"{ survey(slug: \\"sandbox\\") { title results(first: 3) { rank narrative { name } } } }"}',
  '{"query":"query Q($n: Int, $ids: [ID!]!) { articles(first: $n) { nodes { title } } nodes(ids: $ids) { id } }","variables":{"n":3,"ids":["x"]},"operationName":"Q"}',
  '[{"query":"{ __typename }"},{"query":"{ viewer { kind } }"}]',
  '{"query":"mutation { castVote(input: { survey: \\"sandbox\\", choices: [\\"ai\\"] }) { __typename } }"}',
  '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
  '{"query":"{ search(query: \\"a\\", first: 3, after: \\"x\\") { edges { cursor snippet } } }","extensions":{}}',
];

const pieces = [
  '__proto__',
  'constructor',
  'prototype',
  'null',
  'true',
  '-0',
  '1e999',
  '1e-999',
  '9007199254740993',
  '""',
  '{}',
  '[]',
  '{"__proto__":{"query":"x"}}',
  '\\u0000',
  '\\ud800',
  '\u202e',
  '"query":5',
  '"variables":[]',
  '"operationName":{}',
  '"""',
  '#',
  '@include(if: true)',
  '...',
  'fragment',
  '$',
  '!',
  '\\',
  '['.repeat(2_000),
  '{'.repeat(2_000),
  '{"a":'.repeat(500),
  'x'.repeat(5_000),
  '(first: -1)',
  '(first: 2147483648)',
  '(ids: [[[]]])',
];

/** A JSON body with random mutations. */
function mutated(random: (below: number) => number): Buffer {
  const pick = (values: readonly string[]) => values[random(values.length)] ?? '';
  let text = pick(seeds);
  for (let change = random(5); change >= 0; change--) {
    const at = random(text.length + 1);
    const rest = text.slice(at + random(3) * random(20));
    text = text.slice(0, at) + (random(3) === 0 ? '' : pick(pieces)) + rest;
  }
  const bytes = Buffer.from(text);
  // Makes one in ten invalid UTF-8.
  if (random(10) === 0 && bytes.length > 0) bytes[random(bytes.length)] = 0x80 + random(0x80);
  return bytes;
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=latin1',
  'text/plain',
  '',
];
const accepts = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'text/event-stream',
  'image/png',
  '',
];

export interface FuzzReport {
  /** The number of replies by status. */
  statuses: Record<number, number>;
  /** Server errors, with the bodies that caused them. */
  faults: string[];
}

/** Sends `count` random bodies over 8 keep-alive connections. */
export async function fuzz(url: string, count: number, seed: number): Promise<FuzzReport> {
  const random = randomFrom(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const report: FuzzReport = { statuses: {}, faults: [] };
  let left = count;
  const pick = (values: readonly string[]) => values[random(values.length)] ?? '';
  const send = (body: Buffer, headers: Record<string, string>) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        url,
        { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8');
          reply.on('data', (part: string) => {
            text += part;
          });
          reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
          reply.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const body = mutated(random);
      const isOdd = random(8) === 0;
      const headers: Record<string, string> = isOdd
        ? { 'content-type': pick(types), accept: pick(accepts) }
        : { 'content-type': 'application/json' };
      const { status, text } = await send(body, headers);
      report.statuses[status] = (report.statuses[status] ?? 0) + 1;
      if (status >= 500 || text.includes('INTERNAL_SERVER_ERROR')) {
        report.faults.push(`${status} ${text.slice(0, 200)} for ${body.toString('latin1').slice(0, 300)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  agent.destroy();
  return report;
}
