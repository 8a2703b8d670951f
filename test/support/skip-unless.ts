/**
 * Whether tests that need something can run. Where NO_SKIPS is set, as in `.ci/run`, it is an error that they
 * cannot.
 */
export function skipUnless(isThere: boolean, reason: string): boolean {
  if (isThere) return true;
  if (process.env.NO_SKIPS) throw new Error(`NO_SKIPS is set, but ${reason}.`);
  console.warn(`Skipped: ${reason}.`);
  return false;
}
