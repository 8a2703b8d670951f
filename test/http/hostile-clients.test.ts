import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { memoryOf, startServerProcess } from '../support/server-process.ts';

interface Client {
  socket: Socket;
  /** The bytes received so far. */
  reply: () => string;
  /** Resolves when the connection is closed. */
  closed: Promise<void>;
}

async function clientOf(url: string): Promise<Client> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let reply = '';
  socket.on('data', (chunk) => {
    reply += chunk;
  });
  // Closing the connection while the client sends resets it. `events.once` would reject with that error.
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return { socket, reply: () => reply, closed };
}

const head = (...headers: string[]): string =>
  ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', ...headers, '', ''].join('\r\n');

const query = '{"query":"{ __typename }"}';

test('a chunked body of 200 MB is refused with 413 before it is sent, without using memory', async () => {
  const { child, url } = await startServerProcess();
  const attack = async () => {
    const { socket, reply, closed } = await clientOf(url);
    socket.write(head('transfer-encoding: chunked'));
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    while (sent < 200e6 && !socket.destroyed && !reply().includes('413')) {
      sent += 65_536;
      // If the socket fails instead of draining, it closes too.
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => closed), closed]);
      else await wait(0);
    }
    socket.end();
    await closed;
    return { reply: reply(), sent };
  };
  await attack();
  const before = await memoryOf(child);
  for (let turn = 0; turn < 5; turn += 1) {
    const { reply, sent } = await attack();
    // A reset that overtakes the response discards it.
    expect(reply).toMatch(/^$|^HTTP\/1\.1 413 .*REQUEST_TOO_LARGE/s);
    expect(sent).toBeLessThan(50e6);
  }
  const after = await memoryOf(child);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(16e6);
  expect(after.resident - before.resident).toBeLessThan(16e6);
});

describe('an ambiguous or oversized request is refused and its connection closed', () => {
  const zipped = gzipSync(query).toString('latin1');
  test.each([
    ['a content-length of 5 MB', head('content-length: 5000000'), 413],
    [
      'a compressed body',
      `${head('content-encoding: gzip', `content-length: ${zipped.length}`)}${zipped}`,
      415,
    ],
    [
      'content-length with chunked encoding',
      `${head('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n`,
      400,
    ],
    ['two content-lengths', `${head('content-length: 4', 'content-length: 26')}${query}`, 400],
    ['a content-length that is not a number', `${head('content-length: 2x')}${query}`, 400],
    ['an unknown transfer-encoding', `${head('transfer-encoding: nothing')}${query}`, 400],
    ['an invalid chunk size', `${head('transfer-encoding: chunked')}zz\r\n`, 400],
    ['headers above 16 KB', head(`x-large: ${'x'.repeat(20_000)}`), 431],
  ])('%s', async (_name, text, status) => {
    const app = await startApp();
    const { socket, reply, closed } = await clientOf(app.url);
    socket.write(text, 'latin1');
    await closed;
    expect(reply()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    // The rest must not be parsed as a second request.
    expect(reply().match(/^HTTP/gm)).toHaveLength(1);
  });
});

test('pipelined requests get their responses in order', async () => {
  const app = await startApp();
  const { socket, reply, closed } = await clientOf(app.url);
  const bodies = [1, 2, 3].map((place) => `{"query":"{ a${place}: __typename }"}`);
  const requests = bodies.map((body, place) =>
    head(`content-length: ${body.length}`, ...(place === 2 ? ['connection: close'] : [])).concat(body),
  );
  socket.write(requests.join(''));
  await closed;
  expect(reply().match(/"a\d"/g)).toEqual(['"a1"', '"a2"', '"a3"']);
});

test('a client that sends nothing or too slowly is disconnected within 12 seconds', async () => {
  const app = await startApp();
  const clients = await Promise.all([1, 2, 3].map(() => clientOf(app.url)));
  const [silent, slowHead, slowBody] = clients;
  if (silent === undefined || slowHead === undefined || slowBody === undefined)
    throw new Error('There are no clients.');
  slowHead.socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
  slowBody.socket.write(head('content-length: 26'));
  const drip = setInterval(() => {
    slowHead.socket.write('x-a: b\r\n');
    slowBody.socket.write(' ');
  }, 1_000);
  const deadline = wait(12_000).then(() => 'timeout');
  const ended = await Promise.race([Promise.all(clients.map(({ closed }) => closed)), deadline]);
  clearInterval(drip);
  expect(ended).not.toBe('timeout');
  expect(slowHead.reply()).toContain('HTTP/1.1 408 ');
  expect(slowBody.reply()).toContain('HTTP/1.1 408 ');
});

test('connections above the limit are closed', async () => {
  const app = await startApp({ connectionLimit: 3 });
  const clients = await Promise.all([1, 2, 3].map(() => clientOf(app.url)));
  const [first] = clients;
  const extra = await clientOf(app.url);
  await extra.closed;
  expect(extra.reply()).toBe('');
  first?.socket.write(`${head(`content-length: ${query.length}`, 'connection: close')}${query}`);
  await first?.closed;
  expect(first?.reply()).toContain('{"data":{"__typename":"Query"}}');
});
