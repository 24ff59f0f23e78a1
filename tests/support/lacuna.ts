import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** What one `lacuna` command printed and how it ended. */
export interface Result {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout as JSON lines. */
  readonly events: Record<string, unknown>[]
}

/** The environment of a person's own shell: nothing of the npm that runs the tests. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|VITEST|NODE_ENV$|NODE_OPTIONS$)/i.test(name))
  return Object.fromEntries(kept)
}

/** Starts `lacuna` in a folder, as its user would. */
export function startLacuna(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [join(repository, 'bin', 'lacuna.js'), ...args], {
    cwd,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs `lacuna` to its end. */
export async function lacuna(args: readonly string[], cwd: string): Promise<Result> {
  const child = startLacuna(args, cwd)
  let stdout = ''
  let stderr = ''
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    status,
    stdout,
    stderr,
    events: stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line)),
  }
}

/** A workbench in the browser: its address with the token in it. */
export interface ServedLacuna {
  readonly url: string
  /** Ends it as Ctrl-C does. */
  close(): Promise<void>
}

/**
 * Runs `lacuna serve` in a folder until it is closed.
 *
 * @throws when it ends before it has said its address, with what it said instead
 */
export async function serveLacuna(cwd: string): Promise<ServedLacuna> {
  const child = startLacuna(['serve', '--no-open'], cwd)
  let printed = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await until('the address', () => {
    if (child.exitCode !== null) throw new Error(`lacuna serve ended: ${printed}`)
    return /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0]
  })
  return {
    url,
    close() {
      child.kill('SIGINT')
      return closed
    },
  }
}

/** A folder that is gone when the test file is done: call `remove`. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'lacuna-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Resolves when `condition` answers something; fails loudly when it does not in time. */
export async function until<T>(
  what: string,
  condition: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
