import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import type { Engine, EngineEntry, EngineOptions } from './engine.ts'
import { simd } from './simd/engine.ts'
import { tensorflow } from './tensorflow/engine.ts'

/** Every engine, the one that is expected to be fastest first. */
export const engines: readonly EngineEntry[] = [simd, tensorflow]

/** An engine as `doctor` prints it. */
export interface EngineReport {
  readonly name: string
  readonly summary: string
  readonly available: boolean
  /** What it would compute on; absent where it is not available. */
  readonly device?: string
  /** Why it is not available. */
  readonly reason?: string
}

/** An open engine, and a sentence on why this one. */
export interface OpenedEngine {
  readonly engine: Engine
  readonly reason: string
}

/**
 * Opens an engine by name; it becomes TensorFlow.js' current backend.
 *
 * @param name an engine's name, or `auto` for the fastest that works
 * @throws WorkbenchError `unknown-engine`, or `no-engine` when auto finds none that works
 */
export async function openEngine(name: string, options: EngineOptions = {}): Promise<OpenedEngine> {
  if (name === 'auto') return openFastest(options)
  const entry = engines.find((candidate) => candidate.name === name)
  if (!entry) {
    const expected = ['auto', ...engines.map((candidate) => candidate.name)].join(', ')
    throw new WorkbenchError('unknown-engine', `unknown engine "${name}": expected ${expected}`)
  }
  return { engine: await entry.open(options), reason: `${name} was asked for` }
}

async function openFastest(options: EngineOptions): Promise<OpenedEngine> {
  const failures: string[] = []
  for (const entry of engines) {
    try {
      const engine = await entry.open(options)
      const others = failures.map((failure) => `; not ${failure}`).join('')
      return { engine, reason: `${entry.name} is the fastest engine that works here${others}` }
    } catch (error) {
      failures.push(`${entry.name}: ${messageOf(error)}`)
    }
  }
  throw new WorkbenchError('no-engine', `no engine works on this machine: ${failures.join('; ')}`)
}

/** Tries every engine without opening one. */
export async function probeEngines(): Promise<EngineReport[]> {
  return Promise.all(engines.map(async ({ name, summary, probe }) => ({ name, summary, ...(await probe()) })))
}
