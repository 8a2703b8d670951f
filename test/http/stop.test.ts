import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { subscribe } from '../support/stream.ts';

// What holds up the stop of a server is cut off after 10 seconds; nothing here takes as long.

test('a stop completes the streams', async () => {
  const app = await startApp();
  const stream = await subscribe(app, 'subscription { surveyResults(survey: "sandbox") { title } }');
  expect(await stream.next()).toEqual({ data: { surveyResults: { title: 'Sandbox' } } });
  const stopped = app.stop();
  expect(await stream.next()).toBe('complete');
  await stopped;
});

test('a stop lets a request end, and then its connection, though the client asks for more', async () => {
  const app = await startApp();
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  let replies = '';
  socket.on('data', (chunk) => {
    replies += chunk;
  });
  // A request that is on its way when the connection ends resets it.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  const body = '{"query":"{ __typename }"}';
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  socket.write(head + body);
  await expect.poll(() => replies).toContain('"__typename"');
  socket.write(head);
  // Once a later connection is answered, the server has read the head of the second request.
  await app.query('{ __typename }');
  const stopped = app.stop();
  const more = setInterval(() => socket.write(head + body), 20);
  socket.write(body);
  await closed;
  clearInterval(more);
  await stopped;
  // The second request began before the stop, and the reply to the third ends the connection.
  expect(replies.match(/HTTP\/1\.1 200 |^connection: .*$/gim)).toEqual([
    ...['HTTP/1.1 200 ', 'Connection: keep-alive'],
    ...['HTTP/1.1 200 ', 'Connection: keep-alive'],
    ...['HTTP/1.1 200 ', 'connection: close'],
  ]);
});

test('a server that stops is not ready, and takes no new connections', async () => {
  const app = await startApp();
  await app.stop();
  expect((await app.api.fetch(new Request(`${app.origin}/health/ready`))).status).toBe(503);
  await expect(fetch(app.url)).rejects.toThrow('fetch failed');
});
