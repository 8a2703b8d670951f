import { z } from 'zod';
import { trustedProxies } from './guard/client-address.ts';
import { documentLimits, variableLimits } from './guard/document-limits.ts';

/** One line that names the variable: what an operator reads when the start stops. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

interface Variable {
  fallback: string;
  description: string;
  schema: z.ZodType;
}

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number, 0 or more')
  .transform(Number);

const limit = (fallback: number, description: string) => ({
  fallback: String(fallback),
  description: `${description} 0 for any number.`,
  schema: count,
});

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'origins such as https://example.org, separated by commas',
  );

const text = (description: string, schema: z.ZodType<string> = z.string()) => ({
  fallback: '',
  description,
  schema,
});

/** Every environment variable: the one source of what is read, checked, and listed in docs/reference.md. */
export const variables = {
  PORT: {
    fallback: '4000',
    description: 'TCP port to listen on; 0 takes any free one.',
    schema: count.refine((port) => port <= 65_535, 'a port, 0 to 65535'),
  },
  HOST: {
    fallback: '127.0.0.1',
    description: 'Address to listen on; `0.0.0.0` for every IPv4 interface.',
    schema: z.string().regex(/^\S+$/, 'a host name or an address'),
  },
  DATABASE_FILE: {
    fallback: './data/moon-awards.db',
    description:
      'The SQLite file. When it is missing, `serve` and `migrate` make it with its folder; other commands fail.',
    schema: z.string().min(1, 'a path'),
  },
  LOG_LEVEL: {
    fallback: 'info',
    description: 'What is logged: `debug`, `info` (a line a request), `warn`, `error` or `silent`.',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent'),
  },
  WORKERS: {
    fallback: '1',
    description:
      'Processes that answer requests, each with memory and caches of its own; budgets and streams are counted for all together.',
    schema: count.refine((number) => number >= 1 && number <= 64, 'a whole number, 1 to 64'),
  },
  COST_LIMIT: limit(1_000, 'Points that one anonymous request may cost.'),
  COST_LIMIT_KEYED: limit(5_000, 'Points that one request with a key or token may cost.'),
  RATE_LIMIT_POINTS: limit(10_000, 'Points that an address, or a voter, may spend in a window.'),
  RATE_LIMIT_POINTS_KEYED: limit(
    60_000,
    'Points that an API key may spend in a window, unless it has a number of its own.',
  ),
  RATE_LIMIT_WINDOW_SECONDS: {
    fallback: '60',
    description: 'How long a window is, in seconds.',
    schema: count.refine((seconds) => seconds >= 1, 'a whole number of seconds, 1 or more'),
  },
  BATCH_LIMIT: limit(10, 'Operations in one HTTP request.'),
  STREAM_LIMIT: limit(20, 'Streams that an address may have open at once.'),
  STREAM_LIMIT_KEYED: limit(200, 'Streams that a key, or a voter, may have open at once.'),
  OPERATION_TIMEOUT_SECONDS: {
    fallback: '5',
    description:
      'How long an operation may take, in seconds, before it is answered with TIMEOUT; at most 86400. 0 for any time.',
    // Beyond 24 days a timer of Node overflows and is up at once.
    schema: count.refine((seconds) => seconds <= 86_400, 'a whole number of seconds, 0 to 86400'),
  },
  CONNECTION_LIMIT: limit(10_000, 'Connections that are open at once.'),
  BODY_LIMIT: {
    fallback: '65536',
    description: 'Bytes of a request body.',
    schema: count.refine((bytes) => bytes >= 1_024, 'a whole number of bytes, 1024 or more'),
  },
  RESPONSE_LIMIT: limit(
    4_194_304,
    'Bytes of one HTTP response, a batch together, and of each event of a stream.',
  ),
  DOCUMENT_BYTES: limit(documentLimits.bytes.fallback, documentLimits.bytes.description),
  DOCUMENT_TOKENS: limit(documentLimits.tokens.fallback, documentLimits.tokens.description),
  DOCUMENT_NESTING: limit(documentLimits.nesting.fallback, documentLimits.nesting.description),
  DOCUMENT_ALIASES: limit(documentLimits.aliases.fallback, documentLimits.aliases.description),
  DOCUMENT_DIRECTIVES: limit(documentLimits.directives.fallback, documentLimits.directives.description),
  DOCUMENT_FRAGMENTS: limit(documentLimits.fragments.fallback, documentLimits.fragments.description),
  DOCUMENT_REPEATS: limit(documentLimits.repeats.fallback, documentLimits.repeats.description),
  DOCUMENT_ROOT_FIELDS: limit(documentLimits.rootFields.fallback, documentLimits.rootFields.description),
  VARIABLE_VALUES: limit(variableLimits.values.fallback, variableLimits.values.description),
  VARIABLE_NESTING: limit(variableLimits.nesting.fallback, variableLimits.nesting.description),
  REGISTERED_OPERATIONS: text(
    'A manifest of operations as GraphQL Code Generator, Relay or Apollo writes it; when set, no others are answered.',
  ),
  COMPRESSION: {
    fallback: 'auto',
    description:
      'Whether answers go out compressed (br, gzip) to clients that accept it: `on`, `off`, or `auto`, which is off while HOST is a loopback address.',
    schema: z.enum(['auto', 'on', 'off'], 'auto, on or off'),
  },
  PUBLIC_URL: text(
    'The origin at which the public reaches the server, such as `https://awards.example.org`: what links and pictures are named by. The address that it listens on when empty.',
    z
      .string()
      .refine(
        (url) => url === '' || (/^https?:/.test(url) && URL.canParse(url) && new URL(url).origin === url),
        'an origin such as https://awards.example.org',
      ),
  ),
  PAGES: {
    fallback: 'on',
    description: 'Whether there are pages for readers beside the API: `on` or `off`.',
    schema: z.enum(['on', 'off'], 'on or off'),
  },
  CORS_ORIGINS: {
    fallback: '',
    description: 'Origins whose pages may call the API from a browser, separated by commas; none when empty.',
    schema: z
      .string()
      .transform((list) =>
        list
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      )
      .pipe(z.array(origin)),
  },
  TRUST_PROXY: {
    fallback: 'false',
    description:
      'Whose `X-Forwarded-For` is believed: `false`, a number of proxies, or their addresses and ranges, separated by commas.',
    schema: z.string().transform((setting, context) => {
      const proxies = trustedProxies(setting);
      if (proxies !== undefined) return proxies;
      context.addIssue({ code: 'custom', message: 'false, a number of proxies, or addresses and ranges' });
      return z.NEVER;
    }),
  },
  VOTER_SECRET: text(
    'Keys the hashes that stand for voters: at least 32 characters. When empty, one is made at the first start, in a file beside the database. Once there are votes, no other is accepted.',
    z.string().refine((secret) => secret === '' || secret.length >= 32, 'at least 32 characters long'),
  ),
  JWT_ISSUER: text("Issuer of voters' tokens (`iss`); voters show no tokens here when empty."),
  JWT_AUDIENCE: text("Audience that voters' tokens must name (`aud`)."),
  JWT_JWKS_URL: text(
    "Where the public keys of voters' tokens are, as a JSON Web Key Set.",
    z.string().refine((url) => url === '' || URL.canParse(url), 'a URL'),
  ),
} as const satisfies Record<string, Variable>;

/** What the variables say, by their names. */
export type Config = Readonly<{
  [Name in keyof typeof variables]: z.infer<(typeof variables)[Name]['schema']>;
}>;

/** Reads and checks the environment; an unset or empty variable takes its default. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const values = Object.entries<Variable>(variables).map(([name, { fallback, schema }]) => {
    const given = environment[name] || fallback;
    const { success, data, error } = schema.safeParse(given);
    if (success) return [name, data];
    // A secret that cannot be used is a secret all the same.
    const printed = name.endsWith('SECRET') ? 'set' : JSON.stringify(given);
    throw new ConfigError(`${name} is ${printed}; it must be ${error.issues[0]?.message}.`);
  });
  // Each value was made by the schema of its own name.
  const config = Object.freeze(Object.fromEntries(values)) as Config;
  const jwt = [config.JWT_ISSUER, config.JWT_AUDIENCE, config.JWT_JWKS_URL];
  if (jwt.some((value) => value !== '') && jwt.some((value) => value === '')) {
    throw new ConfigError('JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL go together; set all three or none.');
  }
  return config;
}
