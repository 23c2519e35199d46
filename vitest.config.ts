import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The tests start child processes of their own (command line, sandbox); two files at a time keep two cores busy.
    maxWorkers: 2,
  },
});
