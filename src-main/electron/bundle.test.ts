import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { resolveConfig } from 'electron-vite'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programRoot } from '../core/program.ts'

const run = promisify(execFile)
const data = mkdtempSync(join(tmpdir(), 'lacuna-bundle-'))
// Inside the package, as the program finds its files from where the bundle stands.
mkdirSync(join(programRoot, 'out'), { recursive: true })
const output = mkdtempSync(join(programRoot, 'out', 'test-'))
const bundle = join(output, 'main', 'index.js')

/** Runs the bundle on a fake Electron whose page looks around and closes the window. */
function startWindow(env: NodeJS.ProcessEnv = {}) {
  const driver = pathToFileURL(join(import.meta.dirname, 'testing', 'drive-window.ts')).href
  return run(process.execPath, ['--import', driver, bundle, `--db=${join(data, 'experiments.db')}`], {
    env: { ...process.env, FAKE_APP_DATA: data, ...env },
  })
}

beforeAll(async () => {
  const { config } = await resolveConfig({ root: programRoot, logLevel: 'silent' }, 'build', 'production')
  for (const name of ['main', 'preload'] as const) {
    const options = config![name]!
    await build({ ...options, configFile: false, build: { ...options.build, outDir: join(output, name) } })
  }
}, 60_000)

afterAll(() => {
  rmSync(output, { recursive: true, force: true })
  rmSync(data, { recursive: true, force: true })
})

describe('the built main process', () => {
  it('leaves packages in node_modules', () => {
    const imported = [...readFileSync(bundle, 'utf8').matchAll(/^import .* from "([^"]+)"/gm)].map((match) => match[1])
    expect(imported).toEqual(expect.arrayContaining(['electron', 'better-sqlite3', 'birpc', 'zod']))
  })

  it('opens the page, serves it through its port, finds its child and its workers, and ends', async () => {
    const { stdout } = await startWindow()
    expect(JSON.parse(stdout)).toMatchObject({
      page: [200, '<!doctype html>'],
      preferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
      database: join(data, 'experiments.db'),
      engines: expect.arrayContaining(['simd']),
      pictures: 3,
    })
  }, 60_000)

  it('opens nothing where another window is open on the database', async () => {
    expect(await startWindow({ FAKE_SECOND_INSTANCE: '1' })).toMatchObject({ stdout: '', stderr: '' })
  })
})

describe('the built preload', () => {
  it('is one CommonJS file that needs nothing but Electron, as a sandboxed one must be', () => {
    const code = readFileSync(join(output, 'preload', 'index.cjs'), 'utf8')
    expect([...code.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1])).toEqual(['electron'])
  })
})
