import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { loadFirstContent } from '../../src/content/load-content.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openWriter, type Writer } from '../../src/db/writer.ts';
import type { Api } from '../../src/http/api.ts';
import { createLog } from '../../src/http/log.ts';
import { defaultServeLimits, type ServeOptions, serve } from '../../src/http/serve.ts';
import { temporaryFolder } from './database.ts';

export interface Reply {
  status: number;
  headers: Headers;
  // A test looks at what came back; what that is, is its question.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
}

export interface App {
  db: Database;
  writer: Writer;
  url: string;
  /** The same without a port. */
  api: Api;
  /** The origin, such as `http://127.0.0.1:1234`. */
  origin: string;
  /** Headers that make an operation take the way that is tested. */
  wayHeaders: Record<string, string>;
  /** Every statement that ran since the app started or `statements` was emptied. */
  statements: string[];
  /** Sends one operation and returns its `data`; fails, with query and reply in print, when there are errors. */
  query: (query: string, variables?: Record<string, unknown>) => Promise<Reply['body']>;
  /** Sends a body as JSON. */
  post: (body: unknown, headers?: Record<string, string>) => Promise<Reply>;
}

/** Requests of other origins are Yoga's, and only these. */
const origin = 'https://site.example';

/** A server of its own on a free port, with the default content unless `isEmpty`. It is gone when the test is over. */
export async function startApp({
  isEmpty = false,
  ...options
}: Partial<ServeOptions> & { isEmpty?: boolean } = {}): Promise<App> {
  const isThroughYoga = inject('isThroughYoga');
  const wayHeaders: Record<string, string> = isThroughYoga ? { origin } : {};
  const file = join(temporaryFolder(), 'test.db');
  if (!isEmpty) copyFileSync(contentFile(), file);
  const statements: string[] = [];
  const db = openDatabase(file, { onStatement: (sql) => statements.push(sql) });
  if (isEmpty) migrate(db);
  const editorialDb = openDatabase(file);
  const writer = openWriter(file, { ...(options.clock && { clock: evenly(options.clock) }) });
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
    ...options,
  });
  onTestFinished(async () => {
    await server.stop();
    await writer.close();
    editorialDb.$client.close();
    db.$client.close();
  });
  const post: App['post'] = async (body, headers = {}) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...wayHeaders, ...headers },
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
    wayHeaders,
    statements,
    post,
    query,
  };
}

/** Clocks of a machine on which nothing ever sets the time. */
const evenly = (clock: () => number) => () => ({ wall: clock(), monotonic: clock() });

let loaded: string | undefined;

/** A database with the default content, made once for all tests of a file. */
function contentFile(): string {
  if (loaded !== undefined) return loaded;
  const folder = mkdtempSync(join(tmpdir(), 'moon-awards-content-'));
  // Made by the first test and used by all after it: it goes with the worker.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  loaded = join(folder, 'content.db');
  const db = openDatabase(loaded);
  migrate(db);
  loadFirstContent(db, Date.UTC(2026, 0, 1));
  // Folds the write-ahead log into the file, which is then complete by itself.
  db.$client.pragma('journal_mode = DELETE');
  db.$client.close();
  return loaded;
}
