import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { closeSlowReaders, type SlowReaderLimits } from '../../src/http/slow-readers.ts';
import { startApp } from '../support/app.ts';

/** Sends `bytes` to every client in one write. */
async function startServer(bytes: number, limits: Partial<SlowReaderLimits>) {
  const server = createServer((_request, response) => response.end(Buffer.alloc(bytes)));
  closeSlowReaders(server, pino({ level: 'silent' }), {
    stalledMilliseconds: 60_000,
    waitingBytes: 1e9,
    checkMilliseconds: 100,
    ...limits,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // The address of a TCP server is always an AddressInfo.
  return (server.address() as AddressInfo).port;
}

/** A client that sends a request and does not read until it is resumed. */
function client(port: number, request = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n') {
  const socket = connect(port, '127.0.0.1');
  let isClosed = false;
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
  });
  socket.pause();
  socket.write(request);
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    /** Whether the server has closed the connection, which a paused socket notices only by writing. */
    isClosed: () => {
      if (!isClosed) socket.write('\r\n');
      return isClosed;
    },
  };
}

test('a client that stops reading is disconnected even if it keeps sending', async () => {
  const port = await startServer(20_000_000, { stalledMilliseconds: 1_000 });
  const stalled = client(port);
  await expect.poll(stalled.isClosed, { interval: 200 }).toBe(true);
});

test('a client that reads slowly gets the whole response', async () => {
  const port = await startServer(20_000_000, { stalledMilliseconds: 1_000 });
  const slow = client(port);
  let received = 0;
  slow.socket.on('data', (chunk) => {
    received += chunk.length;
    slow.socket.pause();
    setTimeout(() => slow.socket.resume(), 5);
  });
  slow.socket.resume();
  await expect.poll(() => received, { interval: 200 }).toBeGreaterThan(20_000_000);
});

test('an idle client without data to read is not disconnected', async () => {
  const port = await startServer(10, { stalledMilliseconds: 500 });
  const idle = client(port);
  idle.socket.resume();
  await once(idle.socket, 'data');
  const silence = new Promise((resolve) => setTimeout(resolve, 1_500, 'open'));
  expect(await Promise.race([silence, once(idle.socket, 'close')])).toBe('open');
});

test('clients with the most waiting bytes are disconnected when the total is too large', async () => {
  const port = await startServer(20_000_000, { waitingBytes: 45_000_000 });
  const clients = Array.from({ length: 6 }, () => client(port));
  const closed = () => clients.filter(({ isClosed }) => isClosed()).length;
  await expect.poll(closed, { interval: 200 }).toBeGreaterThanOrEqual(4);
  expect(closed()).toBeLessThan(6);
});

test('the server does not keep all that clients have asked for and do not read', async () => {
  const unlimited = { costLimit: 0, rateLimitPoints: 0, batchLimit: 0, responseLimit: 0 };
  const app = await startApp(unlimited);
  const body = JSON.stringify(
    Array(700).fill({ query: '{ article(slug: "understanding-rest-apis") { body } }' }),
  );
  const { length } = JSON.stringify((await app.post(body)).body);
  const { port } = new URL(app.url);
  const head = ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json'].join('\r\n');
  const text = `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  // Together more than the 64 MB that may wait.
  const clients = Array.from({ length: Math.ceil(100e6 / length) }, () => client(Number(port), text));
  await expect.poll(() => clients.some(({ isClosed }) => isClosed())).toBe(true);
});
