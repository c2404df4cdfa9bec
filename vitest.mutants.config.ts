import { defineConfig } from 'vitest/config';

/** The tests that hold `bot/publish/decide` to what it promises, for `npm run mutants`. */
export default defineConfig({
  test: {
    include: ['tests/publish/decide/{decide,guarantee,after-look,pace}.test.ts'],
    setupFiles: ['tests/support/fixed-seed.ts'],
  },
});
