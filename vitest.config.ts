import { defineConfig } from 'vitest/config'
import { embeddedEngineOnly } from './tests/support/embedded-engine.ts'

/** Engines over somebody else's driver or library: seconds to open, and a software driver is slow. */
const foreignEngines = 'src-trainer/engines/!(simd)/**/*.test.ts'

/** Unit tests stand beside their source; `tests/processes` holds what crosses processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [foreignEngines],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'engines', include: [foreignEngines], testTimeout: 60_000 } },
      {
        test: {
          name: 'processes',
          include: ['tests/processes/**/*.test.ts'],
          globalSetup: ['tests/support/shared-data.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          env: embeddedEngineOnly,
        },
      },
    ],
  },
})
