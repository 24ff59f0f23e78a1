import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, hostname, setPriority } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { RunConfig } from '../../src-shared/config.ts'
import type { EngineChoice } from '../../src-shared/contract/engine-choice.ts'
import type { EngineInfo } from '../../src-shared/contract/engines.ts'
import { createRpc, nothingServed } from '../../src-shared/contract/rpc.ts'
import type { Caller } from '../../src-shared/contract/rpc-types.ts'
import { type EngineContract, engineContract } from '../../src-shared/contract/trainer.ts'
import { isClosed, messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { startChild } from './child-host.ts'
import { programVersion } from './program.ts'

/** Longest that engines are waited for: one that takes longer to be timed is not the one to choose; CUDA may have kernels to compile first. */
const patienceMs = { names: 30_000, probe: 150_000, time: 30_000 }

/** So long, in milliseconds, a program takes another's word that one engine alone works here: trying them all takes seconds. */
const onlyHoldsMs = 10 * 60_000

/** What `auto` means for a configuration on this machine. */
export interface Chosen {
  readonly engine: string
  /** Why, in words: the only one, or the times. */
  readonly reason: string
}

/** Which engines there are on this machine, and which of them is the fastest. */
export interface Engines {
  /** Each tried once, in a process of its own. */
  list(): Promise<EngineInfo[]>
  /** @throws WorkbenchError `engine` where the choice would not open here: why, and what to do */
  check(choice: EngineChoice): Promise<void>
  /**
   * The engine that `auto` is for a configuration: the only one that drives hardware here, or the one whose step is clearly the fastest, timed once
   * for a machine, version, model and batch.
   */
  choose(config: RunConfig, channels: number): Promise<Chosen>
  /** The same without timing anything; undefined where that would be needed. */
  known(config: RunConfig, channels: number): Promise<Chosen | undefined>
}

const timesSchema = z.record(z.string(), z.record(z.string(), z.number()))
const onlySchema = z.object({ machine: z.string(), engine: z.string(), at: z.number() })

/** @param dataFolder where times are remembered, in `engine-times.json`, and a sole engine, in `only-engine.json` */
export function createEngines(dataFolder: string): Engines {
  const file = join(dataFolder, 'engine-times.json')
  const onlyFile = join(dataFolder, 'only-engine.json')
  let listed: Promise<EngineInfo[]> | undefined

  /** Asked once; again when the asking itself failed. */
  function list(): Promise<EngineInfo[]> {
    listed ??= probeAll().catch((error: unknown) => {
      listed = undefined
      throw error
    })
    return listed
  }

  const readTimes = async () => timesSchema.catch({}).parse(await readJson(file))

  async function candidates(): Promise<EngineInfo[]> {
    const available = (await list()).filter((engine) => engine.available)
    if (available.length > 0) return available
    throw new WorkbenchError('no-engine', 'no engine works on this machine; lacuna doctor says why')
  }

  async function readOnly(): Promise<string | undefined> {
    const { success, data } = onlySchema.safeParse(await readJson(onlyFile))
    const age = success ? Date.now() - data.at : -1
    return success && data.machine === machine() && age >= 0 && age < onlyHoldsMs ? data.engine : undefined
  }

  async function known(config: RunConfig, channels: number): Promise<Chosen | undefined> {
    const reason = 'the only engine that works here; nothing to time'
    const only = listed === undefined ? await readOnly() : undefined
    if (only) return { engine: only, reason }
    const available = await candidates()
    if (available.length === 1) {
      const [{ name }] = available as [EngineInfo]
      await mkdir(dataFolder, { recursive: true })
      await writeFile(onlyFile, JSON.stringify({ machine: machine(), engine: name, at: Date.now() }))
      return { engine: name, reason }
    }
    const times = (await readTimes())[keyOf(available, config, channels)]
    return times && fastest(times)
  }

  async function choose(config: RunConfig, channels: number): Promise<Chosen> {
    const before = await known(config, channels)
    if (before) return before
    const available = await candidates()
    const times: Record<string, number> = {}
    for (const { name } of available) {
      // One that cannot train this model, or not in time, is out of the race; the log of a run on it would say why.
      const took = await ask('time', { choice: { engine: name }, config, channels }).catch(() => undefined)
      if (took) times[name] = took.milliseconds
    }
    if (Object.keys(times).length === 0) return { engine: available[0]!.name, reason: 'no engine took a step in time' }
    await mkdir(dataFolder, { recursive: true })
    await writeFile(file, JSON.stringify({ ...(await readTimes()), [keyOf(available, config, channels)]: times }))
    return fastest(times)
  }

  return {
    list,
    known,
    choose,
    async check({ engine, device }) {
      if (engine === 'auto' && device === undefined) return
      if (engine === 'auto')
        throw new WorkbenchError('engine', `device "${device}": expected the engine that drives it, such as webgpu, got auto`)
      const found = await list()
      const plain = found.find(({ name }) => name === engine)
      if (!plain) {
        const names = found.map(({ name }) => name).join(', ')
        throw new WorkbenchError('engine', `unknown engine "${engine}": expected auto, ${names}`)
      }
      const { available, reason } = device === undefined ? plain : await probe(engine, device)
      if (!available) throw new WorkbenchError('engine', `engine "${engine}" cannot run here: ${reason}`)
    },
  }
}

async function probeAll(): Promise<EngineInfo[]> {
  return Promise.all((await ask('names', {})).map((name) => probe(name)))
}

async function probe(name: string, device?: string): Promise<EngineInfo> {
  try {
    return await ask('probe', { name, device })
  } catch (error) {
    return { name, summary: '', available: false, reason: `it could not be tried: ${messageOf(error)}` }
  }
}

/** Asks an engine child of its own, and ends it. */
async function ask<Name extends keyof EngineContract['calls']>(
  name: Name,
  input: Parameters<Caller<EngineContract>['call']>[1],
): Promise<z.output<EngineContract['calls'][Name]['output']>> {
  const child = startChild('src-trainer/engine-child.ts')
  if (name !== 'time') standBack(child.pid)
  const caller = createRpc({ channel: child.channel, ...nothingServed }, engineContract)
  const late = setTimeout(() => child.kill('SIGKILL'), patienceMs[name])
  try {
    return (await caller.call(name, input as never)) as z.output<EngineContract['calls'][Name]['output']>
  } catch (error) {
    if (!isClosed(error)) throw error
    const { code, signal, stderr } = await child.exited
    const words = stderr ? `: ${stderr.split('\n').at(-1)}` : ''
    throw new WorkbenchError('engine', `its process ended (${signal ?? `exit code ${code}`})${words}; update the driver`)
  } finally {
    clearTimeout(late)
    caller.close()
    child.kill()
    await child.exited
  }
}

/** By how much another engine's step must be shorter: what else runs while they are timed makes them differ by as much. */
const margin = 0.1

/**
 * The engine to train on: the first, which is the embedded one, where none is clearly faster.
 *
 * @param times milliseconds a step by engine, in the order of their registry
 */
export function fastest(times: Readonly<Record<string, number>>): Chosen {
  const ranked = Object.entries(times).sort(([, a], [, b]) => a - b)
  const [first, least] = ranked[0]!
  const shown = ranked.map(([name, ms]) => `${name} ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`).join(', ')
  const timed = `timed over some steps of this model: ${shown} a step`
  const [usual, own] = Object.entries(times)[0]!
  if (usual !== first && least > (1 - margin) * own) return { engine: usual, reason: `as fast as any here, ${timed}` }
  return { engine: first, reason: `the fastest here, ${timed}` }
}

/** What a file holds; null where it is not there, or another program is writing it. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return null
  }
}

/** This machine as programs of this version and environment see it. */
function machine(): string {
  const { LACUNA_TENSORFLOW, XDG_DATA_HOME } = process.env
  return JSON.stringify([hostname(), cpus()[0]?.model, programVersion, LACUNA_TENSORFLOW, XDG_DATA_HOME])
}

/** Everything that a step's time depends on. */
function keyOf(available: readonly EngineInfo[], { model, imageSize, batchSize, mask }: RunConfig, channels: number): string {
  const devices = available.map(({ name, device }) => [name, device?.replace(/ at \d+ GFLOP\/s each/, '')])
  const all = JSON.stringify([machine(), devices, model, imageSize, batchSize, mask, channels])
  return createHash('sha256').update(all).digest('hex').slice(0, 16)
}

/** Engines are tried while a person opens the window: what is drawn there goes first. */
function standBack(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 5)
  } catch {
    // it has ended, or may not be asked: it is tried all the same
  }
}
