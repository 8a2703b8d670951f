import type { GraphQLError } from 'graphql';
import { failure } from '../graphql/errors.ts';
import type { ExpensiveField } from './cost/most-expensive-fields.ts';

/** The cost of one operation of a request. */
export interface OperationCost {
  points: number;
  /** The fields with the largest part of the cost; called only for a refusal. */
  mostExpensive: () => readonly ExpensiveField[];
}

const format = (points: number): string => points.toLocaleString('en');

/**
 * The error of a request whose operations cost more than `limit` points in total; otherwise undefined.
 * A limit of 0 means no limit.
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
    {
      requested,
      limit,
      mostExpensive: fields.map(({ path, coordinate, points }) => ({ path, coordinate, points })),
    },
  );
}

/**
 * Names the most expensive fields, and a slicing argument that lowers the cost of one
 * of them, if there is one.
 */
function wayOut(fields: readonly ExpensiveField[]): string {
  const list = fields.map(({ path, points }) => `\`${path}\` (${format(points)})`).join(', ');
  const slicing = fields.map((field) => field.slicing).find((each) => each !== undefined);
  const less =
    slicing === undefined
      ? 'Select less, or send several requests.'
      : `Lower \`${slicing.argument}\` of \`${slicing.path}\`, select less in it, or send several requests.`;
  return `Most expensive: ${list}. ${less}`;
}
