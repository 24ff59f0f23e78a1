import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Peak } from './peak.ts'

/** Something to be measured, in a process of its own. */
export interface Subject {
  readonly name: string
  readonly threads: number
  readonly device: string
  /** What its threads could compute at best; of the engine `simd` only. */
  readonly peak?: Peak
  /** Is it one of the product's engines, rather than a peer of theirs? */
  readonly isEngine: boolean
  readonly loss: number
  ask<T>(request: object): Promise<T>
  end(): void
}

export interface SubjectSpec {
  readonly name: string
  readonly isEngine: boolean
  readonly command: (workload: string) => [string, string[]]
  readonly env?: NodeJS.ProcessEnv
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** An engine of the registry. */
export function engineSubject(
  engine: string,
  options: { name?: string; threads?: number; env?: NodeJS.ProcessEnv } = {},
): SubjectSpec {
  const { name = engine, threads, env } = options
  const args = (workload: string) => [here('./subject.ts'), workload, engine, ...(threads ? [String(threads)] : [])]
  return { name, isEngine: true, command: (workload) => [process.execPath, args(workload)], ...(env && { env }) }
}

/** PyTorch, of a kind that `subject.py` knows. */
export function torch(name: string, python: string, kind: string, env: NodeJS.ProcessEnv = {}): SubjectSpec {
  return { name, isEngine: false, command: (workload) => [python, [here('./subject.py'), workload, kind]], env }
}

/** Starts a subject on a workload; rejects with its last words where it cannot. */
export async function startSubject({ name, isEngine, command, env }: SubjectSpec, workload: string): Promise<Subject> {
  const [program, args] = command(workload)
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const lastWords = collect(child)
  const ask = async <T>(request: object): Promise<T> => {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`${name}: ${lastWords() || 'it ended'}`)
    return JSON.parse(value) as T
  }
  child.stdin.on('error', () => {}) // its end is told by `answers`
  const started = await ask<Omit<Subject, 'name' | 'isEngine' | 'ask' | 'end'>>({ op: 'start' })
  return { ...started, name, isEngine, ask, end: () => child.stdin.end() }
}

/** The last line that the child wrote to stderr. */
function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (data) => {
    text = (text + data).slice(-4000)
  })
  child.on('error', (error) => {
    text += error.message
  })
  return () => text.trim().split('\n').at(-1) ?? ''
}
