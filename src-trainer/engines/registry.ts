import type { EngineInfo } from '../../src-shared/contract/engines.ts'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import type { Engine, EngineEntry, EngineOptions } from './engine.ts'
import { simd } from './simd/engine.ts'
import { tensorflow } from './tensorflow/engine.ts'
import { webgpu } from './webgpu/engine.ts'

/** Every engine. The first works everywhere and leaves a graphics card to training: `auto`, where nothing is trained, is the first that opens. */
export const engines: readonly EngineEntry[] = [simd, webgpu, tensorflow]

/** An open engine, and a sentence on why this one. */
export interface OpenedEngine {
  readonly engine: Engine
  readonly reason: string
}

/**
 * Opens an engine by name; it becomes TensorFlow.js' current backend.
 *
 * @param name an engine's name, or `auto` for the first that works; which one trains fastest is found out by timing them (`time-step.ts`)
 * @throws WorkbenchError `unknown-engine`, or `no-engine` when auto finds none that works
 */
export async function openEngine(name: string, options: EngineOptions = {}): Promise<OpenedEngine> {
  if (name === 'auto') return openFirst(options)
  return { engine: await find(name).open(options), reason: `${name} was asked for` }
}

async function openFirst(options: EngineOptions): Promise<OpenedEngine> {
  const failures: string[] = []
  for (const entry of engines) {
    try {
      const engine = await entry.open(options)
      const others = failures.map((failure) => `; not ${failure}`).join('')
      return { engine, reason: `${entry.name} is the first engine that works here${others}` }
    } catch (error) {
      failures.push(`${entry.name}: ${messageOf(error)}`)
    }
  }
  throw new WorkbenchError('no-engine', `no engine works on this machine: ${failures.join('; ')}`)
}

/** Tries one engine without opening it. */
export async function probeEngine(name: string, options: EngineOptions = {}): Promise<EngineInfo> {
  const { summary, probe } = find(name)
  return { name, summary, ...(await probe(options)) }
}

function find(name: string): EngineEntry {
  const entry = engines.find((candidate) => candidate.name === name)
  if (entry) return entry
  const expected = ['auto', ...engines.map((candidate) => candidate.name)].join(', ')
  throw new WorkbenchError('unknown-engine', `unknown engine "${name}": expected ${expected}`)
}
