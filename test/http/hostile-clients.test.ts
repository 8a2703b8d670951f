import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { memoryOf, startServerProcess } from '../support/server-process.ts';

interface Client {
  socket: Socket;
  /** What the server has sent so far. */
  reply: () => string;
  /** Resolves when the connection is over. */
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
  // A server that hangs up amid what is sent resets the connection.
  socket.on('error', () => {});
  const closed = once(socket, 'close').then(() => {});
  await once(socket, 'connect');
  return { socket, reply: () => reply, closed };
}

const head = (...headers: string[]): string =>
  ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', ...headers, '', ''].join('\r\n');

const query = '{"query":"{ __typename }"}';

test('200 MB in chunks are not read: refused with 413 before they are sent, in no more memory', {
  timeout: 60_000,
}, async () => {
  const { child, url } = await startServerProcess();
  const attack = async () => {
    const { socket, reply, closed } = await clientOf(url);
    socket.write(head('transfer-encoding: chunked'));
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    while (sent < 200e6 && !socket.destroyed && !reply().includes('413')) {
      sent += 65_536;
      // The socket may fail instead of draining: then it is closed as well.
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

describe('what is no clear request is refused, and the connection closed', () => {
  const zipped = gzipSync(query).toString('latin1');
  test.each([
    ['a body that is announced as 5 MB', head('content-length: 5000000'), 413],
    [
      'a body that is compressed',
      `${head('content-encoding: gzip', `content-length: ${zipped.length}`)}${zipped}`,
      415,
    ],
    ['a length and chunks', `${head('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n`, 400],
    ['two lengths', `${head('content-length: 4', 'content-length: 26')}${query}`, 400],
    ['a length that is no number', `${head('content-length: 2x')}${query}`, 400],
    ['an encoding that nobody knows', `${head('transfer-encoding: nothing')}${query}`, 400],
    ['a chunk of a size that is none', `${head('transfer-encoding: chunked')}zz\r\n`, 400],
    ['headers beyond 16 KB', head(`x-large: ${'x'.repeat(20_000)}`), 431],
  ])('%s', async (_name, text, status) => {
    const app = await startApp();
    const { socket, reply, closed } = await clientOf(app.url);
    socket.write(text, 'latin1');
    await closed;
    expect(reply()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    // Nothing of what followed was taken for a request.
    expect(reply().match(/^HTTP/gm)).toHaveLength(1);
  });
});

test('requests that are sent at once on one connection are answered in their order', async () => {
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

test('who sends nothing, or too slowly, is cut off within 12 seconds', { timeout: 30_000 }, async () => {
  const app = await startApp();
  const clients = await Promise.all([1, 2, 3].map(() => clientOf(app.url)));
  const [silent, slowHead, slowBody] = clients;
  if (silent === undefined || slowHead === undefined || slowBody === undefined)
    throw new Error('No clients.');
  slowHead.socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
  slowBody.socket.write(head('content-length: 26'));
  const drip = setInterval(() => {
    slowHead.socket.write('x-a: b\r\n');
    slowBody.socket.write(' ');
  }, 1_000);
  const deadline = wait(12_000).then(() => 'too late');
  const outcome = await Promise.race([Promise.all(clients.map(({ closed }) => closed)), deadline]);
  clearInterval(drip);
  expect(outcome).not.toBe('too late');
  expect(slowHead.reply()).toContain('HTTP/1.1 408 ');
  expect(slowBody.reply()).toContain('HTTP/1.1 408 ');
});

test('connections beyond the limit are closed, and those within it are answered', async () => {
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
