import {
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { explicitWeight } from '../guard/cost/directives.ts';
import { requiredScopes } from '../guard/required-scopes.ts';

/** An element of the schema that has a description and directives. */
interface Described extends Annotated {
  description?: string | null | undefined;
}

type Annotated = Parameters<typeof explicitWeight>[0] & Parameters<typeof requiredScopes>[0];

/**
 * Adds to descriptions what `@cost` and `@requiresScopes` say, because introspection does not show the
 * directives of an element. Modifies the schema, but not the AST from which `schemaText` prints.
 */
export function describePricesAndScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) describe(field, `${type.name}.${field.name}`);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    describe(type, type.name);
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      describe(field, coordinate);
      for (const argument of field.args) describe(argument, `${coordinate}(${argument.name}:)`);
    }
  }
  return schema;
}

function describe(element: Described, coordinate: string): void {
  const notes = [priceOf(element, coordinate), scopesOf(element, coordinate)].filter(
    (note) => note !== undefined,
  );
  if (notes.length > 0)
    element.description = [element.description, notes.join(' ')].filter(Boolean).join('\n\n');
}

function priceOf(element: Annotated, coordinate: string): string | undefined {
  const weight = explicitWeight(element, coordinate) ?? 0;
  if (weight === 0) return undefined;
  return `Costs ${weight} ${weight === 1 ? 'point' : 'points'} each time.`;
}

function scopesOf(element: Annotated, coordinate: string): string | undefined {
  const alternatives = requiredScopes(element, coordinate);
  if (alternatives === undefined) return undefined;
  const named = alternatives.map((scopes) => scopes.map((scope) => `\`${scope}\``).join(' and '));
  return `Needs the scope ${named.join(', or ')}.`;
}
