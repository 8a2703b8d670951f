import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { loadFirstContent } from '../../src/content/load-content.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openWriter, type Writer } from '../../src/db/writer.ts';
import type { Api } from '../../src/http/api.ts';
import { createLog } from '../../src/http/log.ts';
import { defaultServeLimits, type ServeOptions, serve } from '../../src/http/serve.ts';
import { fileOf, migratedFile, temporaryFolder } from './database.ts';

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of any shape
  body: any;
}

export interface App {
  db: Database;
  writer: Writer;
  url: string;
  /** The same API as a function, without a port. */
  api: Api;
  /** The origin, such as `http://127.0.0.1:1234`. */
  origin: string;
  /** Headers that route a request through Yoga in the vitest project "through Yoga"; else empty. */
  transportHeaders: Record<string, string>;
  /** The SQL of every statement since the start or since the array was emptied. */
  statements: string[];
  /** Sends an operation and returns its `data`. Fails the test if the response has errors. */
  query: (query: string, variables?: Record<string, unknown>) => Promise<Reply['body']>;
  /** Stops the server, as the end of the test does otherwise. */
  stop: () => Promise<void>;
  /** Sends a body as JSON. */
  post: (body: unknown, headers?: Record<string, string>) => Promise<Reply>;
}

/** Requests with an `Origin` header are handled by Yoga. */
const origin = 'https://site.example';

/** Starts a server on a free port, with the default content unless `isEmpty`, and stops it after the test. */
export async function startApp({
  isEmpty = false,
  ...options
}: Partial<ServeOptions> & { isEmpty?: boolean } = {}): Promise<App> {
  const isThroughYoga = inject('isThroughYoga');
  const transportHeaders: Record<string, string> = isThroughYoga ? { origin } : {};
  const file = join(temporaryFolder(), 'test.db');
  writeFileSync(file, isEmpty ? migratedFile() : await contentFile());
  const statements: string[] = [];
  const db = openDatabase(file, { onStatement: (sql) => statements.push(sql) });
  const editorialDb = openDatabase(file);
  // As in `emptyDatabase`.
  for (const { $client } of [db, editorialDb]) $client.pragma('synchronous = OFF');
  const writer = openWriter(file, { ...(options.clock && { clock: steady(options.clock) }) });
  const server = await serve({
    db,
    editorialDb,
    writer,
    log: createLog('silent'),
    host: '127.0.0.1',
    port: 0,
    ...defaultServeLimits,
    isCompressing: false,
    corsOrigins: isThroughYoga ? [origin] : [],
    trustedProxies: false,
    voterSecret: Buffer.from('a secret of the tests, long enough to be one'),
    voterTokens: undefined,
    registeredOperations: undefined,
    hasUpkeep: true,
    ...options,
  });
  let stopped: Promise<void> | undefined;
  const stop: App['stop'] = () => {
    stopped ??= server.stop();
    return stopped;
  };
  onTestFinished(async () => {
    await stop();
    await writer.close();
    editorialDb.$client.close();
    db.$client.close();
  });
  const post: App['post'] = async (body, headers = {}) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...transportHeaders, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const query: App['query'] = async (text, variables) => {
    const reply = await post({ query: text, variables });
    expect(reply.body.errors, `${text}\n${JSON.stringify(reply.body, null, 2)}`).toBeUndefined();
    return reply.body.data;
  };
  statements.length = 0;
  return {
    db,
    writer,
    url: server.url,
    origin: new URL(server.url).origin,
    api: server.api,
    transportHeaders,
    statements,
    stop,
    post,
    query,
  };
}

/** Wall and monotonic clock of a machine whose time is never set. */
const steady = (clock: () => number) => () => ({ wall: clock(), monotonic: clock() });

let loaded: Promise<Buffer> | undefined;

/** The file of a database with the default content, which each process of the tests loads once. */
function contentFile(): Promise<Buffer> {
  loaded ??= loadContentFile();
  return loaded;
}

async function loadContentFile(): Promise<Buffer> {
  const db = openDatabase(':memory:');
  migrate(db);
  await loadFirstContent(db, Date.UTC(2026, 0, 1));
  const file = fileOf(db);
  db.$client.close();
  return file;
}
