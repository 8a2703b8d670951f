import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Example {
  /** From the file's name, such as `ranking`. */
  name: string;
  query: string;
  variables: Record<string, unknown> | undefined;
}

const folder = new URL('../../examples/', import.meta.url);

/** Reads the operations in `examples/`, ordered by number. Each runs unchanged on the default content. */
export const readExamples = (): Example[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const variables = new URL(file.replace('.graphql', '.variables.json'), folder);
      return {
        name: file.replace(/^\d+-/, '').replace('.graphql', ''),
        query: readFileSync(new URL(file, folder), 'utf8'),
        variables: existsSync(variables) ? JSON.parse(readFileSync(variables, 'utf8')) : undefined,
      };
    });
