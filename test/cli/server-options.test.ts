import { expect, test } from 'vitest';
import { serverOptions } from '../../src/cli/server-options.ts';
import { readConfig } from '../../src/config.ts';

const optionsOf = (environment: Record<string, string>) =>
  serverOptions(readConfig(environment), Buffer.from(''));

test.each([
  ['10', '1', 10],
  ['10', '2', 5],
  ['10', '3', 4],
  ['0', '4', 0],
])('of %s connections each of %s workers accepts %i', (CONNECTION_LIMIT, WORKERS, limit) => {
  expect(optionsOf({ CONNECTION_LIMIT, WORKERS }).connectionLimit).toBe(limit);
});

test.each([
  [{ COMPRESSION: 'on' }, true],
  [{ COMPRESSION: 'off', HOST: '0.0.0.0' }, false],
  [{ HOST: '0.0.0.0' }, true],
  [{ HOST: '127.0.0.1' }, false],
  [{ HOST: '::1' }, false],
  [{ HOST: 'localhost' }, false],
])('%j: responses are compressed: %s', (environment, isCompressing) => {
  expect(optionsOf(environment).isCompressing).toBe(isCompressing);
});
