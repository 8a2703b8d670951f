import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { useWrite } from '../access/key-writes.ts';
import type { VoterTokens } from '../access/voter-token.ts';
import type { Database } from '../db/client.ts';
import { hasMetDamage } from '../db/damage.ts';
import type { Writer } from '../db/writer.ts';
import { createEngine } from '../engine/engine.ts';
import { type Budgets, createBudgets } from '../guard/budget.ts';
import type { TrustedProxies } from '../guard/client-address.ts';
import {
  type DocumentLimits,
  defaultDocumentLimits,
  defaultVariableLimits,
  measureDocument,
  type VariableLimits,
} from '../guard/document-limits.ts';
import { createPersistedCache, type PersistedOperations } from '../guard/persisted-operations.ts';
import { createLeasedBudgets } from '../guard/shared/leased-budgets.ts';
import type { Line, Reply, Request } from '../guard/shared/message.ts';
import { createRpc } from '../guard/shared/rpc.ts';
import { createSharedStreamCaps } from '../guard/shared/shared-stream-caps.ts';
import { createStreamCaps, type StreamCaps } from '../guard/stream-caps.ts';
import { createLiveSurveys, type LiveSurveys } from '../survey/live-surveys.ts';
import { type Api, type ApiOptions, type CreateRoutes, createApi } from './api.ts';
import type { Logger } from './log.ts';
import { graphqlPath } from './routes.ts';
import { createServer } from './server.ts';

/** How much one caller may ask for; 0 means any number. */
export interface ServeLimits {
  /** Points that one request may cost. */
  costLimit: number;
  costLimitKeyed: number;
  /** Points that a network, or a voter, may spend in a window. */
  rateLimitPoints: number;
  rateLimitPointsKeyed: number;
  rateLimitWindowSeconds: number;
  /** Operations in one request. */
  batchLimit: number;
  /** Streams that a network may have open at once. */
  streamLimit: number;
  streamLimitKeyed: number;
  operationTimeoutSeconds: number;
  /** Connections that are open at once. */
  connectionLimit: number;
  /** Bytes of a body. */
  bodyLimit: number;
  /** Bytes of the responses to one request, and of each event of a stream. */
  responseLimit: number;
  documentLimits: DocumentLimits;
  variableLimits: VariableLimits;
}

export const defaultServeLimits: ServeLimits = {
  costLimit: 1_000,
  costLimitKeyed: 5_000,
  rateLimitPoints: 10_000,
  rateLimitPointsKeyed: 60_000,
  rateLimitWindowSeconds: 60,
  batchLimit: 10,
  streamLimit: 20,
  streamLimitKeyed: 200,
  operationTimeoutSeconds: 5,
  connectionLimit: 10_000,
  bodyLimit: 64 * 1024,
  responseLimit: 4 * 1024 * 1024,
  documentLimits: defaultDocumentLimits,
  variableLimits: defaultVariableLimits,
};

export interface ServeOptions extends ServeLimits {
  /** Reads only. */
  db: Database;
  /** Another connection to the same file, for what editors write. */
  editorialDb: Database;
  writer: Writer;
  log: Logger;
  host: string;
  port: number;
  createRoutes?: CreateRoutes | undefined;
  /** Whether responses are compressed for clients that accept it. */
  isCompressing: boolean;
  corsOrigins: readonly string[];
  trustedProxies: TrustedProxies;
  /** Keys the hash that stands for a voter. */
  voterSecret: Buffer;
  /** Undefined when voters show no tokens here. */
  voterTokens: VoterTokens | undefined;
  /** The operations that alone are answered; undefined when any may be sent. */
  registeredOperations: PersistedOperations | undefined;
  /** Leads to the process that counts budgets and streams for several that serve; omitted where one serves alone. */
  line?: Line<Request, Reply> | undefined;
  /** Milliseconds since 1970; the machine's clock when omitted. */
  clock?: (() => number) | undefined;
}

export interface RunningServer {
  /** Where the API is, such as `http://127.0.0.1:4000/graphql`. */
  url: string;
  /** The same API without a port. */
  api: Api;
  /** Stops taking requests, lets those under way finish (for at most 10 s), and resolves when the last connection is closed. */
  stop: () => Promise<void>;
}

const drainMilliseconds = 10_000;

/** Starts the server and resolves when it listens. Rejects with Node's error when it cannot, such as EADDRINUSE. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  let isDraining = false;
  const clock = options.clock ?? Date.now;
  const live = createLiveSurveys({
    db: options.db,
    onFailure: (err) => options.log.error({ err }, 'surveys with subscribers cannot be read'),
  });
  const api = createApi(apiOptions(options, live, clock, () => !isDraining));
  const server = createServer({ ...options, api, isDraining: () => isDraining });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  // A TCP server's address is always an AddressInfo.
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}${graphqlPath}`,
    api,
    stop: async () => {
      isDraining = true;
      live.close();
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const deadline = setTimeout(() => server.closeAllConnections(), drainMilliseconds);
      await closed;
      clearTimeout(deadline);
    },
  };
}

function apiOptions(
  options: ServeOptions,
  live: LiveSurveys,
  clock: () => number,
  isServing: () => boolean,
): ApiOptions {
  const { budgets, streamCaps } = counting(options);
  const { db, writer, voterSecret, voterTokens, log } = options;
  return {
    ...options,
    windowSeconds: options.rateLimitWindowSeconds,
    compression: options.isCompressing,
    isReady: () => isServing() && !hasMetDamage(db) && canRead(db),
    engine: createEngine({
      ...options,
      live,
      clock,
      streamCaps,
      budgets,
      persisted: options.registeredOperations ?? persistedCache(options),
    }),
    caller: {
      log,
      clock,
      budgets,
      trustedProxies: options.trustedProxies,
      authentication: { db, voterTokens, voterSecret, onKeyUse: recordKeyUse(writer, log) },
    },
  };
}

const persistedCache = ({ documentLimits }: ServeOptions): PersistedOperations =>
  createPersistedCache({
    entries: 1_000,
    bytes: 8_000_000,
    measure: (text) => void measureDocument(text, documentLimits),
  });

function counting(options: ServeOptions): { budgets: Budgets; streamCaps: StreamCaps } {
  const budgets = {
    points: options.rateLimitPoints,
    pointsKeyed: options.rateLimitPointsKeyed,
    windowSeconds: options.rateLimitWindowSeconds,
  };
  if (options.line === undefined) {
    return {
      budgets: createBudgets(budgets),
      streamCaps: createStreamCaps({ perKey: options.streamLimitKeyed, perAddress: options.streamLimit }),
    };
  }
  const asking = createRpc(options.line);
  return {
    budgets: createLeasedBudgets(budgets, asking),
    streamCaps: createSharedStreamCaps(asking),
  };
}

/** Records a key's last use about once a minute, through the writer: no request waits for it. */
function recordKeyUse(writer: Writer, log: Logger): (key: { id: string }) => void {
  const underWay = new Set<string>();
  return ({ id }) => {
    if (underWay.has(id)) return;
    underWay.add(id);
    writer
      .write([useWrite(id, Date.now())])
      .catch((error: unknown) => log.warn({ err: error }, 'the use of a key could not be recorded'))
      .finally(() => underWay.delete(id));
  };
}

function canRead(db: Database): boolean {
  try {
    db.get(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
