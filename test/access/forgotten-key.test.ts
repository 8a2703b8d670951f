import { expect, test } from 'vitest';
import { compile, root } from '../support/compile.ts';

const timeout = 60_000;

const code = (statements: string) => `
import type { EditRules, EveryKey, Given, RemovedByNull } from '${root}/src/access/edit.ts';
import type { KeysAgree } from '${root}/src/graphql/keys-agree.ts';
interface File { slug: string; name: string; website?: string | null }
${statements}`;

const input = (keys: string) =>
  code(`export const given = (input: { slug: string; ${keys} }) =>
    input satisfies KeysAgree<typeof input, Given<File>, 'thing-input.ts'>;`);

test('an input with the keys of the rules compiles', { timeout }, () => {
  expect(compile(input('name?: string | null; website?: string | null'))).toBe('');
});

test.each([
  [
    'a key that the rules do not have',
    'name?: string | null; website?: string | null; logo?: string',
    'logo',
  ],
  ['all but one of the keys of the rules', 'name?: string | null', 'website'],
])(
  'an input with %s does not compile, and the error names the file and the key',
  {
    timeout,
  },
  (_name, keys, key) => {
    const output = compile(input(keys));
    expect(output).toContain('thing-input.ts');
    expect(output).toContain(key);
  },
);

test('a stored object without one of the keys of its file does not compile', { timeout }, () => {
  const fileOf = (keys: string) => code(`export const fileOf = (): EveryKey<File> => ({ ${keys} });`);
  expect(compile(fileOf("slug: 'a', name: 'A', website: null"))).toBe('');
  expect(compile(fileOf("slug: 'a', name: 'A'"))).toContain("'website' is missing");
});

test('rules that do not say whether null removes a value that can be null do not compile', {
  timeout,
}, () => {
  const table = (keys: string) => code(`export const removed: RemovedByNull<File> = { ${keys} };`);
  expect(compile(table('website: true'))).toBe('');
  expect(compile(table(''))).toContain("'website' is missing");
});
