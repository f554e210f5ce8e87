import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,shared,web,widget,scripts,bench,tests}/**/*.test.{ts,tsx}'],
    // A test waits for states; this is only how long a broken one may hang. The start tests start whole systems.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
    // Two cores carry PostgreSQL and Chromium beside the tests.
    maxWorkers: 2,
    globalSetup: ['tests/harness/global-setup.ts'],
    restoreMocks: true,
  },
})
