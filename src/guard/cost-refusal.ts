import type { GraphQLError } from 'graphql';
import { failure } from '../graphql/errors.ts';

/** What one operation of a request costs. */
export interface OperationCost {
  points: number;
  /** The fields that make up most of it, worked out only when somebody must be told. */
  dearest: () => readonly { path: string; points: number }[];
}

const shown = (points: number): string => points.toLocaleString('en');

/**
 * Why a request that carries these operations may not run; undefined when together they cost no more than `limit` points.
 * A limit of 0 means none.
 */
export function costRefusal(operations: readonly OperationCost[], limit: number): GraphQLError | undefined {
  const requested = operations.reduce((sum, { points }) => sum + points, 0);
  if (limit === 0 || requested <= limit) return undefined;
  const fields = operations
    .flatMap(({ dearest }) => dearest())
    .sort((left, right) => right.points - left.points)
    .slice(0, 3);
  const subject =
    operations.length === 1 ? 'The operation costs' : `The ${operations.length} operations together cost`;
  const wayOut = fields.map(({ path, points }) => `\`${path}\` (${shown(points)})`).join(', ');
  return failure(
    'COST_LIMIT_EXCEEDED',
    `${subject} ${shown(requested)} points; the limit is ${shown(limit)}. Ask for fewer entries of the dearest fields: ${wayOut}.`,
    { requested, limit, dearest: fields },
  );
}
