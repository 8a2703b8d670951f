import { readFileSync } from 'node:fs';
import { createVoterTokens } from '../access/voter-token.ts';
import type { Config } from '../config.ts';
import { ManifestError, registeredOperations } from '../guard/operation-manifest.ts';
import type { PersistedOperations } from '../guard/persisted-operations.ts';
import type { ServeOptions } from '../http/serve.ts';
import { CommandError } from './command-error.ts';

/** The server's options from the environment. Throws CommandError. */
export const serverOptions = (
  config: Config,
  voterSecret: Buffer,
  registeredOperations?: PersistedOperations,
): Omit<ServeOptions, 'db' | 'editorialDb' | 'writer' | 'log' | 'hasUpkeep'> => ({
  host: config.HOST,
  port: config.PORT,
  costLimit: config.COST_LIMIT,
  costLimitKeyed: config.COST_LIMIT_KEYED,
  rateLimitPoints: config.RATE_LIMIT_POINTS,
  rateLimitPointsKeyed: config.RATE_LIMIT_POINTS_KEYED,
  rateLimitWindowSeconds: config.RATE_LIMIT_WINDOW_SECONDS,
  batchLimit: config.BATCH_LIMIT,
  streamLimit: config.STREAM_LIMIT,
  streamLimitKeyed: config.STREAM_LIMIT_KEYED,
  operationTimeoutSeconds: config.OPERATION_TIMEOUT_SECONDS,
  // Each worker accepts its share.
  connectionLimit: Math.ceil(config.CONNECTION_LIMIT / config.WORKERS),
  bodyLimit: config.BODY_LIMIT,
  responseLimit: config.RESPONSE_LIMIT,
  documentLimits: {
    bytes: config.DOCUMENT_BYTES,
    tokens: config.DOCUMENT_TOKENS,
    nesting: config.DOCUMENT_NESTING,
    aliases: config.DOCUMENT_ALIASES,
    directives: config.DOCUMENT_DIRECTIVES,
    fragments: config.DOCUMENT_FRAGMENTS,
    repeats: config.DOCUMENT_REPEATS,
    rootFields: config.DOCUMENT_ROOT_FIELDS,
  },
  variableLimits: { values: config.VARIABLE_VALUES, nesting: config.VARIABLE_NESTING },
  isCompressing:
    config.COMPRESSION === 'on' || (config.COMPRESSION === 'auto' && !loopback.test(config.HOST)),
  publicUrl: config.PUBLIC_URL === '' ? undefined : config.PUBLIC_URL,
  corsOrigins: config.CORS_ORIGINS,
  trustedProxies: config.TRUST_PROXY,
  voterSecret,
  voterTokens:
    config.JWT_ISSUER === ''
      ? undefined
      : createVoterTokens({
          issuer: config.JWT_ISSUER,
          audience: config.JWT_AUDIENCE,
          jwksUrl: config.JWT_JWKS_URL,
        }),
  registeredOperations,
});

/** Who asks from the same machine, or is a proxy there, gains nothing by fewer bytes. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Reads the manifest; undefined when every operation is accepted. Throws CommandError. */
export function readRegisteredOperations({
  REGISTERED_OPERATIONS: file,
}: Pick<Config, 'REGISTERED_OPERATIONS'>): PersistedOperations | undefined {
  if (file === '') return undefined;
  try {
    return registeredOperations(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const isTheirs =
      error instanceof ManifestError ||
      error instanceof SyntaxError ||
      // Node's errors of the system: no such file, no right to read it.
      (error instanceof Error && 'syscall' in error);
    if (!isTheirs) throw error;
    throw new CommandError(`REGISTERED_OPERATIONS: ${file}: ${error.message}`, { cause: error });
  }
}
