import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { lexicographicSortSchema } from 'graphql';
import { schema } from './schema.ts';

let text: string | undefined;

/** The whole schema as SDL, with descriptions and applied directives, sorted by name. */
export function schemaText(): string {
  text ??= `${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`;
  return text;
}
