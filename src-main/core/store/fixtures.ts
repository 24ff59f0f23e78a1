import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { TrainerEvent } from '../../../src-shared/contract/trainer.ts'
import { findPreset } from '../../../src-shared/presets.ts'
import type { PackedPoints } from './points.ts'
import { configHash } from './run-id.ts'
import type { NewRun, Owner, RunStore, SeriesData } from './run-store.ts'
import { openSqliteRunStore } from './sqlite-run-store.ts'

/** What the store's tests start from. */

export const config = findPreset('slides').config

export function newRun(id: string, changes: Partial<NewRun> = {}): NewRun {
  return {
    id,
    name: { base: 'slides' },
    preset: 'slides',
    config,
    configHash: configHash(config),
    datasetHash: null,
    choice: { engine: 'auto', threads: 2 },
    createdAt: 1000,
    ...changes,
  }
}

export const owner: Owner = { instance: 'one', host: 'here', pid: 7, processStart: 12.5, programVersion: '0.1.0' }
export const otherOwner: Owner = { ...owner, instance: 'two', pid: 8 }

/** The path of a database in a folder that goes with the test. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lacuna-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'experiments.db')
}

export function openStore(file = ':memory:'): RunStore {
  const store = openSqliteRunStore(file)
  onTestFinished(() => store.close())
  return store
}

/** A store with run `r`, claimed as attempt 1 at time 0 for 1000 ms. */
export async function openClaimed(file?: string): Promise<RunStore> {
  const store = openStore(file)
  await store.createRun(newRun('r'))
  await store.claim('r', owner, 0, 1000)
  return store
}

/** A chunk as the program wrote them before it packed points: three columns of float64. */
export function plainChunk({ steps, times, values }: SeriesData): PackedPoints & { points: Buffer } {
  const points = Buffer.alloc(24 * steps.length)
  for (const [i, number] of [...steps, ...times, ...values].entries()) points.writeDoubleLE(number, 8 * i)
  return { count: steps.length, points }
}

/** Steps `from` to `to`, both included, with loss 1/step. */
export function stepsEvent(from: number, to: number, value = (step: number) => 1 / step): TrainerEvent {
  const steps = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const values = steps.map(value)
  return {
    type: 'steps',
    steps,
    times: steps.map((step) => 10 * step),
    series: { loss: values, mse: values },
    imagesPerSecond: 200,
  }
}

export function validationEvent(step: number, psnr: number): TrainerEvent {
  return { type: 'validation', step, time: 10 * step, values: { 'val/loss': 1, 'val/psnr/random:0.5': psnr } }
}

export function checkpointEvent(step: number, kind: 'last' | 'best' = 'last'): TrainerEvent {
  return { type: 'checkpoint', kind, step, path: `checkpoints/${kind}-${step}.safetensors`, bytes: 5, sha256: 'ab', psnr: null }
}

export const startedEvent: Extract<TrainerEvent, { type: 'started' }> = {
  type: 'started',
  step: 0,
  parameters: 473341,
  parameterTable: [{ name: 'encoder.weight', shape: [3, 2], count: 6 }],
  engine: 'simd',
  device: 'AVX2',
  threads: 2,
  engineReason: 'the fastest found',
}
