import { readdirSync, readFileSync } from 'node:fs';
import {
  type ASTNode,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { schemaText } from '../../src/api/schema-text.ts';

const folder = new URL('../../schema/', import.meta.url);
const source = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

/** Every applied directive as text, by the names from the type to the element. */
function appliedDirectives(sdl: string): string[] {
  const found: string[] = [];
  const nameOf = (node: ASTNode | readonly ASTNode[] | undefined) =>
    node !== undefined && 'kind' in node && 'name' in node && node.name?.kind === Kind.NAME
      ? [node.name.value]
      : [];
  visit(parse(sdl), {
    Directive: (node, _key, _parent, _path, ancestors) => {
      found.push(`${ancestors.flatMap(nameOf).join('.')} ${print(node)}`);
    },
  });
  return found.sort();
}

test('the printed schema is the executable one, with every directive of its source', () => {
  const printed = buildSchema(schemaText());
  expect(findBreakingChanges(schema, printed)).toEqual([]);
  expect(findBreakingChanges(printed, schema)).toEqual([]);
  expect(findDangerousChanges(printed, schema)).toEqual([]);
  expect(appliedDirectives(schemaText())).toEqual(appliedDirectives(source));
  expect(appliedDirectives(source)).toContain('Query.auditTrail @requiresScopes(scopes: [["audit:read"]])');
});

describe('the description in introspection says what', () => {
  const descriptionOf = (type: string, field: string) => {
    const named = schema.getType(type);
    return named && 'getFields' in named ? named.getFields()[field]?.description : undefined;
  };

  test.each([
    ['Article', 'body', /\n\nCosts 20 points each time\.$/],
    ['Section', 'body', /\n\nCosts 0\.0625 points each time\.$/],
    ['Mutation', 'castVote', /\n\nCosts 10 points each time\. Needs the scope `votes:cast`\.$/],
  ])('%s.%s costs and needs', (type, field, note) => {
    expect(descriptionOf(type, field)).toMatch(note);
  });

  test('every field with `@requiresScopes` needs, and no other', () => {
    const guarded = appliedDirectives(source)
      .filter((line) => line.includes(' @requiresScopes'))
      .map((line) => line.split(' ', 1)[0]);
    const described = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type
        ? Object.values(type.getFields())
            .filter(({ description }) => /Needs the scope/.test(description ?? ''))
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    expect(described.sort()).toEqual([...new Set(guarded)].sort());
  });
});
