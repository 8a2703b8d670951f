import type { BudgetState } from '../graphql/context.ts';
import { secondsUntil } from './rate-limited.ts';

/**
 * `RateLimit` and `RateLimit-Policy` as structured fields, by draft-ietf-httpapi-ratelimit-headers-10. Quotas are cost
 * points, for which the draft's registry of units has no name: the policy is called `points` instead. Empty when
 * nothing limits the caller.
 */
export function rateLimitHeaders(
  state: BudgetState | undefined,
  windowSeconds: number,
  now: number,
): Record<string, string> {
  if (state === undefined) return {};
  return {
    'ratelimit-policy': `"points";q=${state.limit};w=${windowSeconds}`,
    ratelimit: `"points";r=${state.remaining};t=${secondsUntil(state.resetAt, now)}`,
  };
}
