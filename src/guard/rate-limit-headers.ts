import type { BudgetState } from '../graphql/context.ts';
import { secondsUntil } from './rate-limited.ts';

/**
 * `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10; empty when the caller has
 * no limit. The draft has no quota unit for cost points, so the policy is named `points` instead.
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
