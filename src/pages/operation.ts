import { readdirSync, readFileSync } from 'node:fs';
import { executeForRoute, type RouteResources } from '../http/route-operation.ts';
import type { ServerContext } from '../http/server-context.ts';

const folder = new URL('operations/', import.meta.url);

/**
 * An operation of a file in `operations/`. Any client could send it: the pages have no other way to the data.
 */
export interface Operation<Data, Variables> {
  text: string;
  /** Only says what the types are. */
  types?: (variables: Variables) => Data;
}

/** Reads the operation in the file of this name; its types are those that codegen makes for it. */
export const operationIn = <Data, Variables>(file: string): Operation<Data, Variables> => ({
  text: readFileSync(new URL(`${file}.graphql`, folder), 'utf8'),
});

/** The documents of all operations, which a server that answers registered operations only must know. */
export const operationTexts = (): string[] =>
  readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));

export interface Executed<Data> {
  data: Data;
  /** Changes with the data; undefined where the response is not the same for every caller. */
  tag: string | undefined;
}

/** Executes an operation for a route; a request that fails as a whole is answered by `fail`. */
export async function execute<Data, Variables extends Readonly<Record<string, unknown>>>(
  { text }: Operation<Data, Variables>,
  variables: Variables,
  request: Request,
  context: ServerContext,
  resources: RouteResources,
  fail?: (status: number, message: string) => Response,
): Promise<Executed<Data> | { failure: Response }> {
  const executed = await executeForRoute(request, context, { query: text, variables }, resources, fail);
  if ('failure' in executed) return executed;
  const tag = context.result?.responses[0]?.cached?.tag;
  // Codegen has made the type from the text and the schema.
  return { data: executed.data as Data, tag };
}
