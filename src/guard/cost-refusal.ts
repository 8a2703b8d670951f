import type { GraphQLError } from 'graphql';
import { failure } from '../graphql/errors.ts';
import type { ExpensiveField } from './cost/most-expensive-fields.ts';

/** What one operation of a request costs. */
export interface OperationCost {
  points: number;
  /** The fields that make up most of it; called only for a refusal. */
  mostExpensive: () => readonly ExpensiveField[];
}

const format = (points: number): string => points.toLocaleString('en');

/**
 * Why a request with these operations may not run; undefined when together they cost no more than `limit` points.
 * A limit of 0 means none.
 */
export function costRefusal(operations: readonly OperationCost[], limit: number): GraphQLError | undefined {
  const requested = operations.reduce((sum, { points }) => sum + points, 0);
  if (limit === 0 || requested <= limit) return undefined;
  const fields = operations
    .flatMap(({ mostExpensive }) => mostExpensive())
    .sort((left, right) => right.points - left.points)
    .slice(0, 3);
  const subject =
    operations.length === 1 ? 'The operation costs' : `The ${operations.length} operations together cost`;
  return failure(
    'COST_LIMIT_EXCEEDED',
    `${subject} ${format(requested)} points; the limit is ${format(limit)}. ${wayOut(fields)}`,
    { requested, limit, mostExpensive: fields.map(({ path, points }) => ({ path, points })) },
  );
}

/** Names an argument by which one of the most expensive fields can be asked for less, where there is one. */
function wayOut(fields: readonly ExpensiveField[]): string {
  const list = fields.map(({ path, points }) => `\`${path}\` (${format(points)})`).join(', ');
  const slicing = fields.map((field) => field.slicing).find((each) => each !== undefined);
  const less =
    slicing === undefined
      ? 'Select less, or send several requests.'
      : `Lower \`${slicing.argument}\` of \`${slicing.path}\`, or select less in it.`;
  return `Most expensive: ${list}. ${less}`;
}
