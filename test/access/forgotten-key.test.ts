import { beforeAll, expect, test } from 'vitest';
import { compile, root } from '../support/compile.ts';

const code = (statements: string) => `
import type { EditRules, EveryKey, Given, RemovedByNull } from '${root}/src/access/edit.ts';
import type { KeysAgree } from '${root}/src/graphql/keys-agree.ts';
interface File { slug: string; name: string; website?: string | null }
${statements}`;

const input = (keys: string) =>
  code(`export const given = (input: { slug: string; ${keys} }) =>
    input satisfies KeysAgree<typeof input, Given<File>, 'thing-input.ts'>;`);
const fileOf = (keys: string) => code(`export const fileOf = (): EveryKey<File> => ({ ${keys} });`);
const table = (keys: string) => code(`export const removed: RemovedByNull<File> = { ${keys} };`);

const modules = {
  inputWithTheKeys: input('name?: string | null; website?: string | null'),
  inputWithOneMore: input('name?: string | null; website?: string | null; logo?: string'),
  inputWithOneLess: input('name?: string | null'),
  fileWithTheKeys: fileOf("slug: 'a', name: 'A', website: null"),
  fileWithOneLess: fileOf("slug: 'a', name: 'A'"),
  tableWithTheKeys: table('website: true'),
  tableWithoutKeys: table(''),
};

let errors: Record<keyof typeof modules, string>;

beforeAll(() => {
  errors = compile(modules);
});

test('an input with the keys of the rules compiles', () => {
  expect(errors.inputWithTheKeys).toBe('');
});

test.each([
  ['a key that the rules do not have', 'inputWithOneMore', 'logo'],
  ['all but one of the keys of the rules', 'inputWithOneLess', 'website'],
] as const)(
  'an input with %s does not compile, and the error names the file and the key',
  (_name, module, key) => {
    expect(errors[module]).toContain('thing-input.ts');
    expect(errors[module]).toContain(key);
  },
);

test('a stored object without one of the keys of its file does not compile', () => {
  expect(errors.fileWithTheKeys).toBe('');
  expect(errors.fileWithOneLess).toContain("'website' is missing");
});

test('rules that do not say whether null removes a value that can be null do not compile', () => {
  expect(errors.tableWithTheKeys).toBe('');
  expect(errors.tableWithoutKeys).toContain("'website' is missing");
});
