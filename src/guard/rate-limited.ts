import type { GraphQLError } from 'graphql';
import type { BudgetState } from '../graphql/context.ts';
import { failure } from '../graphql/errors.ts';

/** Why a budget does not hold the points that a request costs. `now` is in milliseconds since 1970. */
export function rateLimited(
  { limit, remaining, resetAt }: BudgetState,
  requested: number,
  windowSeconds: number,
  now: number,
): GraphQLError {
  const retryAfterSeconds = secondsUntil(resetAt, now);
  const shown = (points: number) => points.toLocaleString('en');
  const wayOut =
    requested > limit
      ? 'It never holds as much: ask for less.'
      : `Try again in ${retryAfterSeconds} s, or ask for less.`;
  return failure(
    'RATE_LIMITED',
    `The request costs ${shown(requested)} points; ${shown(remaining)} are left of the budget of ${shown(limit)} every ${windowSeconds} s. ${wayOut}`,
    { requested, remaining, limit, retryAfterSeconds },
    { headers: { 'retry-after': String(retryAfterSeconds) } },
  );
}

/** Whole seconds, rounded up, so that a client that waits for them is not too early. */
export const secondsUntil = (time: number, now: number): number =>
  Math.max(0, Math.ceil((time - now) / 1000));
