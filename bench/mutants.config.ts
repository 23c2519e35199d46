import { defineConfig } from 'vitest/config';

/** Runs the table of mutants: `npm run bench:mutants`. */
export default defineConfig({
  test: { include: ['bench/mutants.bench.ts'], testTimeout: 1_800_000, disableConsoleIntercept: true },
});
