import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GraphQLError, getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { countDocument } from '../../src/guard/document-counts.ts';
import {
  defaultDocumentLimits,
  defaultVariableLimits,
  documentLimits,
  measureDocument,
  measureVariables,
} from '../../src/guard/document-limits.ts';
import { readExamples } from '../../src/http/examples.ts';

const examples = readExamples();

const acceptance = fileURLToPath(new URL('../acceptance/', import.meta.url));
const operationFiles = readdirSync(acceptance).filter((file) => file.endsWith('.graphql'));

/** The details of the error, or undefined when there is none. */
function refusalOf(measure: () => void): { measure: unknown; sent: unknown; message: string } | undefined {
  try {
    measure();
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    expect(thrown.extensions.code).toBe('DOCUMENT_LIMIT_EXCEEDED');
    const { measure, sent } = thrown.extensions;
    return { measure, sent, message: thrown.message };
  }
  return undefined;
}

const repeated = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

const nested = (levels: number) => `${'{a'.repeat(levels)}${'}'.repeat(levels)}`;

describe('a document at the limit is accepted, and one above it is refused', () => {
  test.each([
    { name: 'bytes', of: (size: number) => `{a}#${'x'.repeat(size - 4)}` },
    { name: 'bytes', of: (size: number) => `{a}#${'é'.repeat((size - 4) / 2)}${size % 2 === 1 ? 'x' : ''}` },
    { name: 'tokens', of: (size: number) => `{a{${repeated(size - 5, (index) => `b${index}`)}}}` },
    { name: 'nesting', of: nested },
    { name: 'nesting', of: (size: number) => `{a(b:${'['.repeat(size - 1)}1${']'.repeat(size - 1)})}` },
    { name: 'nesting', of: (size: number) => `{a(b:${'{c:'.repeat(size - 1)}1${'}'.repeat(size - 1)})}` },
    { name: 'nesting', of: (size: number) => `query($a:${'['.repeat(size)}Int${']'.repeat(size)}){a}` },
    { name: 'aliases', of: (size: number) => `{a{${repeated(size, (index) => `b${index}:c`)}}}` },
    { name: 'directives', of: (size: number) => `{a ${repeated(size, () => '@skip(if:true)')}}` },
    {
      name: 'repeats',
      of: (size: number) => `{s{${'a '.repeat(size + 1)}}}`,
    },
    {
      name: 'fragments',
      of: (size: number) => `{a}${repeated(size, (index) => ` fragment F${index} on Survey{a}`)}`,
    },
    { name: 'rootFields', of: (size: number) => `{${repeated(size, (index) => `a${index}`)}}` },
    {
      name: 'rootFields',
      of: (size: number) => `{a ...@include(if:true){b ...on Query{${repeated(size - 2, () => 'c')}}}}`,
    },
    {
      name: 'rootFields',
      of: (size: number) => `{...F a} fragment F on Query @x{${repeated(size - 1, () => 'b')}}`,
    },
  ] as const)('$name', ({ name, of }) => {
    const limit = defaultDocumentLimits[name];
    expect(refusalOf(() => measureDocument(of(limit)))).toBeUndefined();
    expect(refusalOf(() => measureDocument(of(limit + 1)))).toMatchObject({ measure: name, sent: limit + 1 });
  });
});

describe('a document that attacks the parser or validation is refused by a limit', () => {
  test.each([
    ['2,000 nested braces', '{'.repeat(2000), 'nesting'],
    ['15 KB of nested braces', '{a'.repeat(7500), 'tokens'],
    ['10 KB of aliases', `{${repeated(1000, (index) => `a${index}:__typename`)}}`, 'tokens'],
    ['600 aliases', `{${repeated(600, (index) => `a${index}:b`)}}`, 'aliases'],
    ['aliased __typename', `{${repeated(101, (index) => `a${index}:__typename`)}}`, 'aliases'],
    ['directive overload', `{a${'@b'.repeat(900)}}`, 'directives'],
    ['a field repeated many times', `{${repeated(1500, () => 'a')}}`, 'rootFields'],
    ['a megabyte of comments', '#\n'.repeat(500_000), 'bytes'],
    ['a long block string', `{a(b:"""${'"'.repeat(2)}${'x\n'.repeat(9000)}""")}`, 'bytes'],
    ['nested list types', `query($a:${'['.repeat(900)}`, 'nesting'],
  ])('%s', (_name, document, measure) => {
    expect(refusalOf(() => measureDocument(document))?.measure).toBe(measure);
  });
});

describe('only the structure of a document counts', () => {
  test.each([
    ['braces in a string', '{a(b:"{{{{{{{{{{{{{{{{{{{{{{")}', { tokens: 8, nesting: 1 }],
    ['an escaped quote', '{a(b:"\\"{{{")}', { tokens: 8, nesting: 1 }],
    ['braces in a block string', '{a(b:"""{{\n[[ " "" \\""" @@ c:d """)}', { tokens: 8, nesting: 1 }],
    ['braces in a comment', '{a # {{{ [[[ c:d @@ """\n}', { tokens: 3, nesting: 1 }],
    [
      'commas, a byte order mark and line ends',
      '\ufeff{a,,,\r\n,b\r}',
      { tokens: 4, nesting: 1, rootFields: 2 },
    ],
    ['colons of arguments', 'query($a:Int=1){a(b:$a,c:{d:1})}', { aliases: 0, rootFields: 1 }],
    ['names that look like keywords', '{on fragment query:on}', { aliases: 1, rootFields: 3 }],
    ['fields of another type', '{...F} fragment F on Survey{a b c}', { rootFields: 0 }],
    ['the roots of other operations', 'query A{a b} mutation B{c} {d e f}', { rootFields: 3 }],
    ['fields below the root', '{a{b c ...on Query{d}}e}', { rootFields: 2 }],
    ['an empty document', '', { tokens: 0, nesting: 0, rootFields: 0 }],
    ['an open string', '{a(b:"', { tokens: 5, nesting: 1, rootFields: 1 }],
    ['closing braces alone', '}}}}{a', { tokens: 6, nesting: 1 }],
  ])('%s', (_name, document, counts) => {
    expect(countDocument(document)).toMatchObject(counts);
  });
});

describe('the default limits allow', () => {
  test('GraphiQL’s introspection with every option', () => {
    const text = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      experimentalDirectiveDeprecation: true,
      oneOf: true,
    });
    expect(refusalOf(() => measureDocument(text))).toBeUndefined();
  });

  test.each(examples)('the example $name', ({ query }) => {
    expect(refusalOf(() => measureDocument(query))).toBeUndefined();
  });

  test.each(operationFiles)('the acceptance operation %s', (file) => {
    expect(refusalOf(() => measureDocument(readFileSync(join(acceptance, file), 'utf8')))).toBeUndefined();
  });

  test('a dashboard of 30 panels, each with aliases, a directive and a list', () => {
    const panel = (index: number) =>
      `panel${index}: survey(slug: "survey-${index}") @include(if: $full) { title top: results(first: 10) { rank share narrative { slug name } } }`;
    expect(
      refusalOf(() => measureDocument(`query Panels($full: Boolean!) { ${repeated(30, panel)} }`)),
    ).toBeUndefined();
  });
});

test('a refusal names the count, the limit and a remedy', () => {
  expect(refusalOf(() => measureDocument(nested(21)))?.message).toBe(
    'The document has 21 levels of nesting; the limit is 20. Ask for less depth, and send nested values as variables.',
  );
});

test('a limit of 0 means no limit', () => {
  const none = {
    bytes: 0,
    tokens: 0,
    nesting: 0,
    aliases: 0,
    directives: 0,
    fragments: 0,
    repeats: 0,
    rootFields: 0,
  };
  expect(Object.keys(none)).toEqual(Object.keys(documentLimits));
  expect(refusalOf(() => measureDocument(`{${'a:b@c{'.repeat(10_000)}`, none))).toBeUndefined();
});

describe('variables', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

  test('at the limit are accepted, and above it refused', () => {
    const { values, nesting } = defaultVariableLimits;
    const wide = (size: number) => ({ ids: Array.from({ length: size - 1 }, () => 'x') });
    expect(refusalOf(() => measureVariables(wide(values)))).toBeUndefined();
    expect(refusalOf(() => measureVariables(wide(values + 1)))).toMatchObject({
      measure: 'values',
      sent: values + 1,
    });
    expect(refusalOf(() => measureVariables({ a: deep(nesting) }))).toBeUndefined();
    expect(refusalOf(() => measureVariables({ a: deep(nesting + 1) }))).toMatchObject({
      measure: 'nesting',
      sent: nesting + 1,
    });
  });

  test.each([undefined, null, {}, { a: null, b: 'x', c: 1.5, d: true }])('%o are accepted', (variables) => {
    expect(refusalOf(() => measureVariables(variables))).toBeUndefined();
  });

  test('that fill a body with nesting are refused without a stack overflow', () => {
    const text = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(refusalOf(() => measureVariables(JSON.parse(text)))).toMatchObject({ measure: 'nesting' });
  });
});
