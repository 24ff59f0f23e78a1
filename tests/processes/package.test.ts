import { execFile, spawn } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { plainEnvironment, repository, temporaryFolder, until } from '../support/lacuna.ts'

/** The program as npm installs it: compiled, inside node_modules, started by whatever Node the person has. */
const execute = promisify(execFile)
const folder = temporaryFolder()
const installed = join(folder.path, 'node_modules', 'lacuna')
const windows = process.platform === 'win32'

/** A person's own shell: npm puts the repository's programs, Node 24 among them, before theirs. */
function personsEnvironment(): NodeJS.ProcessEnv {
  const env = plainEnvironment()
  const path = (env.PATH ?? '').split(delimiter).filter((part) => !/[\\/]node_modules[\\/]/.test(join(part, '/')))
  return { ...env, PATH: path.join(delimiter) }
}

const run = (program: string, ...args: string[]) =>
  execute(program, args, { cwd: folder.path, env: personsEnvironment(), shell: windows, maxBuffer: 2 ** 26 })

/** Runs an installed command with `--json`. @returns its events; rejects when it fails */
async function lacuna(...args: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await run('npx', 'lacuna', ...args, '--json')
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

let unreachable: string | undefined

beforeAll(async () => {
  await execute(process.execPath, [join(repository, 'scripts', 'prepack.ts')])
  // Without scripts: npm would build the kernels and the page again, which stand already.
  const { stdout } = await run('npm', 'pack', repository, '--ignore-scripts', '--json')
  const [{ filename }] = JSON.parse(stdout)
  try {
    await run('npm', 'install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', join(folder.path, filename))
  } catch (error) {
    const { stderr } = error as { stderr: string }
    unreachable = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ENOTCACHED)\b/.exec(stderr)?.[0]
    if (unreachable === undefined) throw error
  }
})
beforeEach(({ skip }) => skip(unreachable !== undefined, `npm cannot reach its registry (${unreachable})`))
afterAll(folder.remove)

describe('the installed package', () => {
  it('holds no TypeScript, no tests and no source of the kernels', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    expect(files.filter((file) => /\.(ts|vue)$|\.test\.|kernels[\\/]/.test(file))).toEqual([])
    expect(files).toEqual(expect.arrayContaining(['bin', 'dist', 'out', 'package.json']))
  })

  it('says its version', async () => {
    const { stdout } = await run('npx', 'lacuna', '--version')
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('finds its engine', async () => {
    const [doctor] = await lacuna('doctor')
    expect(doctor!.engines).toContainEqual(expect.objectContaining({ name: 'simd', available: true }))
  })

  it('trains on pictures it makes, and evaluates', async () => {
    const trained = await lacuna('train', '--steps', '3', '--set', 'batchSize=4', '--set', 'validationImages=4')
    expect(trained.filter(({ event }) => event === 'step')).toHaveLength(3)
    expect(trained.at(-1)).toMatchObject({ event: 'finished', steps: 3, status: 'finished' })

    // Evaluation waits for the whole data set; the training made only what it needed.
    const pictures = join(folder.path, 'datasets')
    rmSync(pictures, { recursive: true })
    cpSync(join(inject('dataFolder'), 'datasets'), pictures, { recursive: true })
    const results = await lacuna('eval', 'latest', '--limit', '4')
    expect(results).toContainEqual(
      expect.objectContaining({ event: 'result', mask: 'random', p: 0.5, method: 'model', n: 4, psnr: expect.any(Number) }),
    )
  })

  it('serves its page to who has the token, until Ctrl-C', async () => {
    const program = join(folder.path, 'node_modules', '.bin', windows ? 'lacuna.cmd' : 'lacuna')
    const server = spawn(program, ['serve', '--no-open'], {
      cwd: folder.path,
      env: personsEnvironment(),
      shell: windows,
      // A group of its own: a terminal's Ctrl-C reaches every process of one.
      detached: !windows,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = new Promise((resolve) => server.once('close', resolve))
    try {
      let printed = ''
      server.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text
      })
      const address = await until('the address', () => /http:\S+/.exec(printed)?.[0])
      const page = await fetch(address)
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Lacuna</title>')])
      expect((await fetch(new URL('/', address))).status).toBe(401)
    } finally {
      if (windows) server.kill()
      else process.kill(-server.pid!, 'SIGINT')
    }
    const status = await ended
    if (!windows) expect(status).toBe(0)
  })
})
