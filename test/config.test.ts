import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, variables } from '../src/config.ts';

const read = (environment: Readonly<Record<string, string | undefined>>): unknown => {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
};

describe('a value that cannot be used is refused in one line that names the variable', () => {
  test.each([
    ['PORT', '65536', 'a port, 0 to 65535'],
    ['WORKERS', '0', 'a whole number, 1 to 64'],
    ['LOG_LEVEL', 'loud', 'debug, info, warn, error or silent'],
    ['COST_LIMIT', '-1', 'a whole number, 0 or more'],
    ['RATE_LIMIT_WINDOW_SECONDS', '0', 'a whole number of seconds, 1 or more'],
    ['OPERATION_TIMEOUT_SECONDS', '86401', 'a whole number of seconds, 0 to 86400'],
    ['OPERATION_TIMEOUT_SECONDS', '0.5', 'a whole number, 0 or more'],
    ['BODY_LIMIT', '1023', 'a whole number of bytes, 1024 or more'],
    ['COMPRESSION', 'yes', 'auto, on or off'],
    ['CORS_ORIGINS', 'example.org', 'origins such as https://example.org, separated by commas'],
    ['TRUST_PROXY', 'all', 'false, a number of proxies, or addresses and ranges'],
    ['JWT_JWKS_URL', 'keys', 'a URL'],
  ])('%s=%s', (name, value, expected) => {
    expect(read({ [name]: value })).toBe(`${name} is ${JSON.stringify(value)}; it must be ${expected}.`);
  });

  test('the variables of voters’ tokens go together', () => {
    expect(read({ JWT_ISSUER: 'https://voters.example' })).toMatch(
      /^JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL/,
    );
  });
});

test.each(['x', 'hunter2', `${'long '.repeat(6)}!`])(
  'a secret that is too short is refused, and not printed',
  (secret) => {
    const refusal = read({ VOTER_SECRET: secret });
    expect(refusal).toBe('VOTER_SECRET is set; it must be at least 32 characters long.');
  },
);

test('a limit of 0 means no limit, also that on the time of an operation', () => {
  const limits = Object.entries(variables).filter(([, { description }]) => / 0 for any /.test(description));
  expect(limits.map(([name]) => name)).toContain('OPERATION_TIMEOUT_SECONDS');
  const zeros = Object.fromEntries(limits.map(([name]) => [name, '0']));
  expect(read(zeros)).toMatchObject(Object.fromEntries(limits.map(([name]) => [name, 0])));
});

test('an unset or empty variable takes its default', () => {
  expect(read({ PORT: '', OPERATION_TIMEOUT_SECONDS: '' })).toMatchObject({
    PORT: 4000,
    OPERATION_TIMEOUT_SECONDS: 5,
  });
});

describe('.env.example', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

  test('sets nothing until a line is uncommented', () => {
    expect(parseEnv(example)).toEqual({});
  });

  test('has every variable with its default and its meaning', () => {
    const uncommented = parseEnv(example.replaceAll(/^# ([A-Z_]+=)/gm, '$1'));
    expect(uncommented).toEqual(
      Object.fromEntries(Object.entries(variables).map(([name, { fallback }]) => [name, fallback])),
    );
    const meanings = example.replaceAll(/\n# (?![A-Z_]+=)/g, ' ');
    for (const { description } of Object.values(variables)) expect(meanings).toContain(description);
  });

  test('uncommented as a whole starts what an empty environment starts', () => {
    expect(read(parseEnv(example.replaceAll(/^# ([A-Z_]+=)/gm, '$1')))).toEqual(read({}));
  });
});
