import { parse, validate } from 'graphql';
import { schema } from '../../src/api/schema.ts';
import { compileOperation } from '../../src/guard/cost/compile-operation.ts';
import { costModel } from '../../src/guard/cost/cost-model.ts';
import { defaultDocumentLimits, measureDocument } from '../../src/guard/document-limits.ts';
import { scopePolicy } from '../../src/guard/scopes.ts';
import { defaultServeLimits } from '../../src/http/serve.ts';
import { type Shape, selectionsOf, type TextOptions } from './shape.ts';

/** An accepted document. */
export interface Operation {
  text: string;
  /** Its price in points. */
  points: number;
  /** Whether it needs an API key. */
  isKeyed: boolean;
}

const model = costModel(schema);
const guardedFields = scopePolicy(schema);

/** Why the server refuses a document: the limit that it exceeds, or the first error. */
export interface Refusal {
  refused: string;
  /** Price divided by the limit, when the price is the reason. */
  excess?: number;
}

/** Prices a document under the default limits. */
export function operationOf(text: string): Operation | Refusal {
  const operation = pricedOf(text);
  if (isRefusal(operation)) return operation;
  const [error] = validate(schema, parse(text), undefined, { maxErrors: 1 });
  return error === undefined ? operation : { refused: error.message };
}

/** The same without validation, which takes most of the time. */
export function pricedOf(text: string): Operation | Refusal {
  try {
    measureDocument(text, defaultDocumentLimits);
    const document = parse(text);
    const [definition] = document.definitions;
    if (definition?.kind !== 'OperationDefinition') return { refused: 'There is no operation.' };
    const points = compileOperation(model, document).points({});
    const isKeyed = guardedFields(document, definition).length > 0;
    const limit = isKeyed ? defaultServeLimits.costLimitKeyed : defaultServeLimits.costLimit;
    return points > limit
      ? { refused: `It costs more than ${limit} points.`, excess: points / limit }
      : { text, points, isKeyed };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    // Errors of limits differ from others only in their messages.
    return { refused: thrown.message, ...(/limit|more than/.test(thrown.message) && { excess: 1 }) };
  }
}

export const isRefusal = (one: object): one is Refusal => 'refused' in one;

/**
 * The shape as a document. A query has a variable that only changes the key of its cached response.
 */
export function textOf(
  shape: Shape,
  { name = 'Price', ...options }: TextOptions & { name?: string } = {},
): string {
  const { root, fragments } = selectionsOf(shape, options);
  const [{ parent, field }] = shape.route;
  const heads: Readonly<Record<string, string>> = {
    Query: `query ${name}($nonce: String!) { nonce: narrative(slug: $nonce) { __typename } ${root} }`,
    Mutation: `mutation ${name}($input: ${field.args[0]?.type}) { ${root} }`,
    Subscription: `subscription ${name} { ${root} }`,
  };
  return [heads[parent.name], ...fragments].join('\n');
}
