import { z } from 'zod';

/** One line that names the variable: what an operator reads when the start stops. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number, 0 or more')
  .transform(Number);

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'origins such as https://example.org, separated by commas',
  );

/** Every environment variable: the one source of what is read, checked, and listed in the README. */
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
    description: 'The SQLite file; made, with its folder, if missing.',
    schema: z.string().min(1, 'a path'),
  },
  LOG_LEVEL: {
    fallback: 'info',
    description: 'What is logged: `debug`, `info` (a line a request), `warn`, `error` or `silent`.',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent'),
  },
  COST_LIMIT: {
    fallback: '1000',
    description: 'How many cost points one anonymous request may cost; 0 for any number.',
    schema: count,
  },
  BATCH_LIMIT: {
    fallback: '10',
    description: 'How many operations one HTTP request may carry; 0 for any number.',
    schema: count,
  },
  CORS_ORIGINS: {
    fallback: '',
    description: 'Origins whose pages may call the API from a browser, separated by commas; none when empty.',
    schema: z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      )
      .pipe(z.array(origin)),
  },
} as const satisfies Record<string, { fallback: string; description: string; schema: z.ZodType }>;

export interface Config {
  port: number;
  host: string;
  databaseFile: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Points; 0 means none. */
  costLimit: number;
  /** Operations; 0 means none. */
  batchLimit: number;
  corsOrigins: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment; an unset or empty variable takes its default. Throws ConfigError. */
export function readConfig(environment: Environment): Config {
  const read = <Name extends keyof typeof variables>(name: Name) => readVariable(name, environment);
  return Object.freeze({
    port: read('PORT'),
    host: read('HOST'),
    databaseFile: read('DATABASE_FILE'),
    logLevel: read('LOG_LEVEL'),
    costLimit: read('COST_LIMIT'),
    batchLimit: read('BATCH_LIMIT'),
    corsOrigins: read('CORS_ORIGINS'),
  });
}

function readVariable<Name extends keyof typeof variables>(
  name: Name,
  environment: Environment,
): z.infer<(typeof variables)[Name]['schema']> {
  const { fallback, schema } = variables[name];
  const text = environment[name] || fallback;
  const { success, data, error } = schema.safeParse(text);
  // The schema was looked up by the same name as the result's type.
  if (success) return data as z.infer<(typeof variables)[Name]['schema']>;
  throw new ConfigError(`${name} is ${JSON.stringify(text)}; it must be ${error.issues[0]?.message}.`);
}
