import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import type { Database } from '../db/client.ts';
import { createEndpoint } from './endpoint.ts';
import { createEngine } from './engine.ts';
import type { Logger } from './log.ts';
import { createServer } from './server.ts';

export interface ServeOptions {
  db: Database;
  log: Logger;
  host: string;
  port: number;
  /** Points that one anonymous request may cost; 0 means any number. */
  costLimit: number;
  batchLimit: number;
  corsOrigins: readonly string[];
  /** Milliseconds since 1970; the machine's clock when omitted. */
  clock?: (() => number) | undefined;
}

export interface RunningServer {
  /** Where the API is, such as `http://127.0.0.1:4000/graphql`. */
  url: string;
  /** Stops taking requests, lets those under way finish (for at most 10 s), and resolves when the last connection is closed. */
  stop: () => Promise<void>;
}

const bodyLimit = 64 * 1024;
const drainMilliseconds = 10_000;

/** Starts the server and resolves when it listens. Rejects with Node's error when it cannot, such as EADDRINUSE. */
export async function serve({
  db,
  log,
  host,
  port,
  costLimit,
  ...options
}: ServeOptions): Promise<RunningServer> {
  let isDraining = false;
  const engine = createEngine({ db, costLimit });
  const server = createServer({
    ...options,
    log,
    bodyLimit,
    engine,
    endpoint: createEndpoint(engine),
    isReady: () => !isDraining && canRead(db),
  });
  server.listen(port, host);
  await once(server, 'listening');
  // A TCP server's address is always an AddressInfo.
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}/graphql`,
    stop: async () => {
      isDraining = true;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const deadline = setTimeout(() => server.closeAllConnections(), drainMilliseconds);
      await closed;
      clearTimeout(deadline);
    },
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
