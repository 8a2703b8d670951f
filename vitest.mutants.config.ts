import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** The folders of the tests by which `scripts/mutants.ts` judges. */
const folders = process.env.MUTANT_TESTS?.split(' ') ?? [];

export default defineConfig({
  ...config,
  test: {
    testTimeout: 300_000,
    include: folders.map((folder) => `${folder}/**/*.test.ts`),
    provide: { isThroughYoga: false },
    setupFiles: ['./test/support/mutant-in-threads.ts'],
  },
});
