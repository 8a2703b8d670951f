import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql has a copy for development, and values of one copy are strangers to the other: take the one that Node takes.
  ssr: { resolve: { conditions: ['node', 'module-sync'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
