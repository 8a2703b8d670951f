import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // graphql refuses values made by another copy of itself; one copy, loaded by Node, serves tests and code alike.
    server: { deps: { external: [/node_modules/] } },
  },
});
