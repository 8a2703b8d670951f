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
  documentBytes,
  type VariableLimits,
} from '../guard/document-limits.ts';
import {
  createPersistedCache,
  type PersistedOperations,
  withOperations,
} from '../guard/persisted-operations.ts';
import { createLeasedBudgets } from '../guard/shared/leased-budgets.ts';
import type { Channel, Reply, Request } from '../guard/shared/message.ts';
import { createRpc } from '../guard/shared/rpc.ts';
import { createSharedStreamCaps } from '../guard/shared/shared-stream-caps.ts';
import { createStreamCaps, type StreamCaps } from '../guard/stream-caps.ts';
import { createLiveSurveys, type LiveSurveys } from '../survey/live-surveys.ts';
import { startCounting } from '../vote/counting.ts';
import { type Api, type ApiOptions, type CreateRoutes, createApi } from './api.ts';
import type { Logger } from './log.ts';
import { resultsFileQuery } from './results-file-routes.ts';
import { graphqlPath } from './routes.ts';
import { createServer } from './server.ts';

/** The limits that are configurable; 0 means no limit. */
export interface ServeLimits {
  /** The cost limit of one request, in points. */
  costLimit: number;
  costLimitKeyed: number;
  /** The budget of a network or a voter, in points per window. */
  rateLimitPoints: number;
  rateLimitPointsKeyed: number;
  rateLimitWindowSeconds: number;
  /** Operations in one request. */
  batchLimit: number;
  /** Open streams of one network. */
  streamLimit: number;
  streamLimitKeyed: number;
  operationTimeoutSeconds: number;
  /** Open connections to the server. */
  connectionLimit: number;
  /** The size of a request body, in bytes. */
  bodyLimit: number;
  /** The size of all responses to one request, and of each event of a stream, in bytes. */
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
  /** A connection for reads. */
  db: Database;
  /** A second connection to the same file, for editorial writes. */
  editorialDb: Database;
  writer: Writer;
  log: Logger;
  host: string;
  port: number;
  createRoutes?: CreateRoutes | undefined;
  /** The documents that those routes execute, which are answered where only registered operations are. */
  routeOperations?: readonly string[] | undefined;
  /** The origin at which the public reaches the server; that on which it listens when undefined. */
  publicUrl?: string | undefined;
  /** Whether responses are compressed for clients that accept it. */
  isCompressing: boolean;
  corsOrigins: readonly string[];
  trustedProxies: TrustedProxies;
  /** The HMAC key of voter ids. */
  voterSecret: Buffer;
  /** Undefined when no token issuer is configured. */
  voterTokens: VoterTokens | undefined;
  /** The only operations that are accepted; undefined when every operation is. */
  registeredOperations: PersistedOperations | undefined;
  /** Whether this process runs `startUpkeep`. Exactly one process of a server must. */
  hasUpkeep: boolean;
  /**
   * A worker's channel to the process that coordinates budgets and streams;
   * undefined when one process serves.
   */
  channel?: Channel<Request, Reply> | undefined;
  /** Milliseconds since 1970; default `Date.now`. */
  clock?: (() => number) | undefined;
}

export interface RunningServer {
  /** The URL of the API, such as `http://127.0.0.1:4000/graphql`. */
  url: string;
  /** The same API as a function, without a port. */
  api: Api;
  /**
   * Stops accepting requests, gives requests in progress 10 s to finish, and resolves when
   * all connections are closed.
   */
  stop: () => Promise<void>;
}

const drainMilliseconds = 10_000;

/** Starts the server and resolves when it listens. Rejects with Node's error, such as EADDRINUSE. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  let isDraining = false;
  const clock = options.clock ?? Date.now;
  const live = createLiveSurveys({
    db: options.db,
    onFailure: (err) => options.log.error({ err }, 'cannot read the surveys that have subscribers'),
  });
  let listeningUrl = '';
  const publicUrl = () => options.publicUrl ?? listeningUrl;
  const counting = startCounting({
    db: options.editorialDb,
    writer: options.writer,
    hasUpkeep: options.hasUpkeep,
    onFailure: (err) => options.log.error({ err }, 'cannot count votes; it is tried again'),
  });
  const { settle } = counting;
  const isServing = () => !isDraining;
  const api = createApi(apiOptions({ ...options, publicUrl, live, settle, clock, isServing }));
  const server = createServer({ ...options, api, isDraining: () => isDraining });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  // A TCP server's address is always an AddressInfo.
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  listeningUrl = `http://${name}:${address.port}`;
  return {
    url: `${listeningUrl}${graphqlPath}`,
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
      await counting.stop();
    },
  };
}

interface ApiParts extends Omit<ServeOptions, 'publicUrl'> {
  publicUrl: () => string;
  live: LiveSurveys;
  settle: (survey: string) => Promise<void>;
  clock: () => number;
  isServing: () => boolean;
}

function apiOptions(options: ApiParts): ApiOptions {
  const { budgets, streamCaps } = createCallerLimits(options);
  const { db, writer, voterSecret, voterTokens, log, clock, isServing } = options;
  return {
    ...options,
    windowSeconds: options.rateLimitWindowSeconds,
    compression: options.isCompressing,
    hasPublicSchema: options.registeredOperations === undefined,
    isReady: () => isServing() && !hasMetDamage(db) && canRead(db),
    engine: createEngine({
      ...options,
      streamCaps,
      budgets,
      persisted: withOperations(options.registeredOperations ?? persistedCache(options), [
        resultsFileQuery,
        ...(options.routeOperations ?? []),
      ]),
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

const persistedCache = ({ documentLimits }: ApiParts): PersistedOperations =>
  createPersistedCache({
    entries: 1_000,
    bytes: 8_000_000,
    // Its tokens are counted when it is prepared, which is charged.
    measure: (text) => void documentBytes(text, documentLimits),
  });

function createCallerLimits(options: ApiParts): { budgets: Budgets; streamCaps: StreamCaps } {
  const budgets = {
    points: options.rateLimitPoints,
    pointsKeyed: options.rateLimitPointsKeyed,
    windowSeconds: options.rateLimitWindowSeconds,
  };
  if (options.channel === undefined) {
    return {
      budgets: createBudgets(budgets),
      streamCaps: createStreamCaps({ perKey: options.streamLimitKeyed, perAddress: options.streamLimit }),
    };
  }
  const rpc = createRpc(options.channel);
  return {
    budgets: createLeasedBudgets(budgets, rpc),
    streamCaps: createSharedStreamCaps(rpc),
  };
}

/** Records a key's last use through the writer thread, so that no request waits for it. */
function recordKeyUse(writer: Writer, log: Logger): (key: { id: string }) => void {
  const pending = new Set<string>();
  return ({ id }) => {
    if (pending.has(id)) return;
    pending.add(id);
    writer
      .write([useWrite(id, Date.now())])
      .catch((error: unknown) => log.warn({ err: error }, 'cannot record the use of an API key'))
      .finally(() => pending.delete(id));
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
