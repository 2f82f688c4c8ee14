import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{lab,workers,models,reports,scenarios}/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
