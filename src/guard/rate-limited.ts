import type { GraphQLError } from 'graphql';
import type { BudgetState } from '../graphql/context.ts';
import { failure } from '../graphql/errors.ts';

/**
 * The error of a request that costs more points than its budget has left. `now` is
 * in milliseconds since 1970.
 */
export function rateLimited(
  { limit, remaining, resetAt }: BudgetState,
  requested: number,
  windowSeconds: number,
  now: number,
): GraphQLError {
  const retryAfterSeconds = secondsUntil(resetAt, now);
  const format = (points: number) => points.toLocaleString('en');
  const wayOut =
    requested > limit
      ? 'It costs more than the whole budget: ask for less.'
      : `Try again in ${retryAfterSeconds} s, or ask for less.`;
  return failure(
    'RATE_LIMITED',
    `The request costs ${format(requested)} points; ${format(remaining)} are left of the budget of ${format(limit)} every ${windowSeconds} s. ${wayOut}`,
    { requested, remaining, limit, retryAfterSeconds },
    { headers: { 'retry-after': String(retryAfterSeconds) } },
  );
}

/** Seconds until `time`, rounded up so that a client that waits does not retry too early. */
export const secondsUntil = (time: number, now: number): number =>
  Math.max(0, Math.ceil((time - now) / 1000));
