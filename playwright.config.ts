import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.ts'
import { embeddedEngineOnly } from './tests/support/embedded-engine.ts'

Object.assign(process.env, embeddedEngineOnly)

const executablePath = findChromium()
/** Chromium's sandbox does not start as root; the rest keeps it from calling home. */
const quiet = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
})
