import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Whether operations sent by POST go through Yoga's adapter instead of the short cut past it. */
    isThroughYoga: boolean;
  }
}

// For the threads and servers that tests start: Node does not strip the types of src/ and compile it again
// for each.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));

export default defineConfig({
  // graphql has a second build for development, whose classes are not those of the first: take the one that
  // Node takes.
  ssr: { resolve: { conditions: ['node', 'module-sync'] } },
  test: {
    // Limits that only what hangs reaches, on a machine however slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Files share processes, of which each imports the server and loads the default content once.
    isolate: false,
    maxWorkers: '100%',
    execArgv: ['--import', './test/support/plan-check.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'all', include: ['test/**/*.test.ts'], provide: { isThroughYoga: false } },
      },
      {
        extends: true,
        // The guard, budgets, scopes, masking and headers must not depend on the way by which a request came
        // in.
        test: {
          name: 'through Yoga',
          include: [
            'test/engine/{document-cache,privacy,response-limit}.test.ts',
            'test/guard/{bypasses,prices}.test.ts',
            'test/http/{cors,graphql-over-http,requests,scope-matrix}.test.ts',
          ],
          provide: { isThroughYoga: true },
        },
      },
    ],
  },
});
