import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** StrykerJS's id of the mutant that is tested; undefined in its first run. */
    activeMutant?: string | undefined;
  }
}

// StrykerJS activates a mutant in the thread of the tests. The writer's thread and the counting thread find
// it in the environment, which they inherit.
const mutant = inject('activeMutant');
if (mutant === undefined) delete process.env.__STRYKER_ACTIVE_MUTANT__;
else process.env.__STRYKER_ACTIVE_MUTANT__ = mutant;
