import { defineConfig } from 'vitest/config'

const processes = [
  'lab/commands/**/*.test.ts',
  'lab/target/*.test.ts',
  'lab/**/*.process.test.ts',
  'lab/**/*.browser.test.ts',
]

/** These hang on details of Node's own HTTP server, or of V8, where Bun and Deno differ: only Node runs them. */
const onNode = [
  'lab/target/hooks/**/*.test.ts',
  'lab/target/service/*.test.ts',
  'lab/target/traps/*.test.ts',
  'lab/target-probe/*.test.ts',
  'lab/telemetry/probe-client.test.ts',
]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'units',
          include: ['{lab,workers,models,reports,scenarios}/**/*.test.ts'],
          exclude: [...processes, ...onNode],
          setupFiles: 'lab/property-seed.fixture.ts',
          // They start a fifth faster than processes do.
          pool: 'threads',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'on-node',
          include: onNode,
          exclude: processes,
          setupFiles: 'lab/property-seed.fixture.ts',
          pool: 'threads',
          testTimeout: 30_000,
        },
      },
      {
        // Whole runs under load: one at a time, and not beside anything else.
        test: {
          name: 'processes',
          include: processes,
          globalSetup: 'lab/bundle/built-package.fixture.ts',
          testTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
