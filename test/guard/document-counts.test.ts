import fc from 'fast-check';
import { type DocumentNode, GraphQLError, Kind, parse, type SelectionSetNode, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { countDocument } from '../../src/guard/document-counts.ts';

const pieces = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  '@',
  '$',
  '!',
  '=',
  '&',
  '|',
  '...',
  '.',
  '"',
  '""',
  '"""',
  '\\',
  '\\"',
  '\\"""',
  '#',
  '\n',
  '\r\n',
  ' ',
  ',',
  '\ufeff',
  'a',
  'on',
  'query',
  'fragment',
  'mutation',
  'Query',
  '1',
  '-1.5e3',
  '"{"',
  '"""{"""',
  '# {\n',
  'é',
  '\ud800',
  '\u0000',
  "'",
];

/**
 * An independent count: removes strings and comments, and splits the rest with a pattern. For valid GraphQL.
 */
function countByPattern(text: string): { tokens: number; nesting: number } {
  const bare = text
    .replace(/"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*/g, (match) =>
      match.startsWith('#') ? ' ' : ' str ',
    )
    .replace(/[\s,\ufeff]+/g, ' ');
  const tokens = bare.match(/\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[!$&()[\]{}:=@|]/g) ?? [];
  let open = 0;
  const nesting = tokens.map((token) => {
    if (token === '{' || token === '[') open += 1;
    if (token === '}' || token === ']') open -= 1;
    return open;
  });
  return { tokens: tokens.length, nesting: Math.max(0, ...nesting) };
}

/** Aliases and directives of the parsed document. */
function countByVisitor(document: DocumentNode) {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Field: ({ alias }) => {
      if (alias) aliases += 1;
    },
    Directive: () => {
      directives += 1;
    },
  });
  return { aliases, directives };
}

const name = fc.constantFrom('a', 'b', 'on', 'query', 'fragment', 'true');
const fragmentName = fc.constantFrom('F', 'G');
const string = fc
  .constantFrom('{', '}', '[', ' # ', '\\"', '\\\\', 'x', 'é', '\\u{1F600}')
  .chain((part) => fc.constantFrom(`"${part}"`, `"""${part} """`, `"""\n ${part} "" \\"""\n"""`));
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(string, fc.constantFrom('1', '-2.5', '$v', 'NAME')),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => `[${values.join(',')}]`),
    fc
      .array(tie('value'), { maxLength: 2 })
      .map((values) => `{${values.map((member) => `k:${member}`).join(' ')}}`),
  ),
}));
const optional = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), part);
const argument = optional(value.map((text) => `(k:${text})`));
const directive = optional(argument.map((text) => ` @include${text} # {\n`));
const condition = fc.constantFrom('', ' on Query', ' on Survey', ' on on');
const { selections } = fc.letrec<{ selections: string; selection: string }>((tie) => ({
  selection: fc.oneof(
    { maxDepth: 5 },
    fc
      .tuple(optional(name.map((alias) => `${alias} : `)), name, argument, directive)
      .map((parts) => parts.join('')),
    fc.tuple(fragmentName, directive).map(([fragment, applied]) => `... ${fragment}${applied}`),
    fc.tuple(name, directive, tie('selections')).map((parts) => parts.join('')),
    fc.tuple(condition, directive, tie('selections')).map(([on, applied, set]) => `...${on}${applied}${set}`),
  ),
  selections: fc.array(tie('selection'), { minLength: 1, maxLength: 4 }).map((all) => `{${all.join(' ')}}`),
}));
const variables = fc.constantFrom('', '($v: [[Int!]!] = [[1]] @d(k: {k: 1}))');
const definition = fc.oneof(
  selections,
  fc
    .tuple(fc.constantFrom('query', 'mutation', 'subscription'), variables, selections)
    .map(([kind, ...rest]) => `${kind} N${rest.join('')}`),
  fc
    .tuple(fragmentName, fc.constantFrom('Query', 'Survey'), directive, selections)
    .map(([fragment, on, applied, set]) => `fragment ${fragment} on ${on}${applied}${set}`),
);
const documents = fc.array(definition, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));

const fieldsIn = ({ selections }: SelectionSetNode): number =>
  selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1;
    return selection.kind === Kind.INLINE_FRAGMENT ? sum + fieldsIn(selection.selectionSet) : sum;
  }, 0);

function repeatsOf(document: DocumentNode): number {
  let repeats = 0;
  visit(document, {
    SelectionSet: ({ selections }) => {
      const names = selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [],
      );
      repeats += names.length - new Set(names).size;
    },
  });
  return repeats;
}

/** Root fields of the largest operation, and of all fragments on Query. */
function rootFieldsOf({ definitions }: DocumentNode): number {
  const operations = definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? fieldsIn(definition.selectionSet) : 0,
  );
  const fragments = definitions.map((definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION && definition.typeCondition.name.value === 'Query'
      ? fieldsIn(definition.selectionSet)
      : 0,
  );
  return Math.max(...operations) + fragments.reduce((sum, count) => sum + count, 0);
}

describe('the counts of a document', () => {
  test('equal those of the parser and of an independent count', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const document = parse(text);
        expect(countDocument(text)).toEqual({
          ...countByPattern(text),
          ...countByVisitor(document),
          repeats: repeatsOf(document),
          fragments: document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length,
          rootFields: rootFieldsOf(document),
        });
        expect(countDocument(text).tokens).toBe(document.tokenCount);
      }),
      { numRuns: 500 },
    );
  });

  test('of an invalid document include every token that the parser reads', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join('')),
        (text) => {
          const { tokens } = countDocument(text);
          try {
            // Fails with "Parsing aborted" if the parser reads more tokens than were counted.
            expect(parse(text, { maxTokens: tokens }).tokenCount).toBe(tokens);
          } catch (thrown) {
            if (!(thrown instanceof GraphQLError)) throw thrown;
            expect(thrown.message).not.toContain('tokens. Parsing aborted');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
