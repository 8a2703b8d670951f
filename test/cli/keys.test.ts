import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { command } from './command.ts';

const create = ['keys', 'create', '--name', 'site', '--scopes', 'votes:cast'];

/** When the key ends that is made with these words. */
async function endOf(expires: string, environment: Record<string, string>): Promise<string> {
  await command(['migrate'], { environment });
  expect((await command([...create, '--expires', expires], { environment })).code).toBe(0);
  const { out } = await command(['keys', 'list', '--json'], { environment });
  return JSON.parse(out).find((key: { expiresAt: string }) => key.expiresAt !== null).expiresAt;
}

test.each([
  ['2999-01-01', '2999-01-01T00:00:00.000Z'],
  ['2996-02-29', '2996-02-29T00:00:00.000Z'],
  ['2999-01-01T12:00:00Z', '2999-01-01T12:00:00.000Z'],
  ['2999-01-01T12:00:00.5+02:00', '2999-01-01T10:00:00.500Z'],
])('a key that expires %s ends at %s, wherever the command runs', async (expires, expected) => {
  const zone = process.env.TZ;
  process.env.TZ = 'Pacific/Auckland';
  try {
    expect(await endOf(expires, { DATABASE_FILE: join(temporaryFolder(), 'test.db') })).toBe(expected);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test.each([
  '2999-02-30',
  '2999-02-29',
  '2999-13-01',
  '2999-01-01T12:00',
  '2999-01-01T12:00:00',
  '2999-01-01 12:00:00Z',
  '2999-01-01T25:00:00Z',
  '2999-01-01x',
  'tomorrow',
  '',
])('an end of %j is misuse, and no key is made', async (expires) => {
  const { code, out, err } = await command([...create, '--expires', expires]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('It must be a date, such as 2027-01-01, or a time with its zone');
});
