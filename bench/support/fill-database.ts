import { hostname } from 'node:os'
import { configHash } from '../../src-main/core/store/run-id.ts'
import type { RunStore } from '../../src-main/core/store/run-store.ts'
import type { RunConfig } from '../../src-shared/config.ts'
import type { TrainerEvent } from '../../src-shared/contract/trainer.ts'

const owner = { instance: 'bench', host: hostname(), pid: process.pid, processStart: Date.now(), programVersion: '0' }
const day = 8.64e7
const start = Date.now() - 7 * day
/** The longest run takes days, of 0.2 s a step. */
const leaseMs = 30 * day
const seriesNames = ['loss', 'mse', 'tv', 'tvFree', 'imagesPerSecond']
/** Points a message: as many as a trainer never sends, so that filling takes seconds. */
const batch = 9_800

/** What a loss looks like, near enough: a decay, and noise that no bucket of pixels resolves. @param phase tells series apart */
const madeUpValue = (step: number, phase: number) => Math.exp(-step / 2e5) + 0.1 * Math.sin(step * (phase + 0.7))
/** Losses are read from float32 tensors; the speed is computed. */
const recordedValue = (name: string, value: number) => (name === 'imagesPerSecond' ? 320 + value : Math.fround(value))
/** When a step was over, in whole milliseconds: no two take the same time. */
const timeOf = (step: number) => start + 200 * step + Math.round(40 * Math.sin(step * 1.3))

/** A run as a trainer would record it, through the store. */
export interface RecordedRun {
  /** Steps after `done`, in one message. @param phase tells runs apart */
  steps(done: number, count: number, phase?: number): Promise<void>
  validation(step: number, psnr: number): Promise<void>
  /** Steps up to `last`, as fast as the store takes them. */
  upTo(last: number, phase?: number): Promise<void>
  finish(step: number): Promise<void>
}

export async function recordRun(store: RunStore, id: string, name: string, config: RunConfig): Promise<RecordedRun> {
  let sequence = 1
  let reached = 0
  await store.createRun({
    id,
    name: { exact: name },
    preset: 'slides',
    config,
    configHash: configHash(config),
    datasetHash: null,
    choice: { engine: 'auto' },
    createdAt: start,
  })
  await store.claim(id, owner, start, leaseMs)
  const record = (event: TrainerEvent) => store.record(id, 1, sequence++, [event], Date.now())
  const run: RecordedRun = {
    steps: (done, count, phase = 0) => {
      reached = done + count
      return record(stepsEvent(done, count, phase))
    },
    validation: (step, psnr) =>
      record({ type: 'validation', step, time: timeOf(step), values: { 'val/loss': 0.01, 'val/psnr/random:0.5': psnr } }),
    upTo: async (last, phase = 0) => {
      while (reached < last) await run.steps(reached, Math.min(batch, last - reached), phase)
    },
    finish: (step) => record({ type: 'ended', state: 'finished', step, reason: null }),
  }
  return run
}

function stepsEvent(done: number, count: number, phase: number): TrainerEvent {
  const numbers = Array.from({ length: count }, (_, i) => done + i + 1)
  return {
    type: 'steps',
    steps: numbers,
    times: numbers.map(timeOf),
    series: Object.fromEntries(
      seriesNames.map((name, i) => [name, numbers.map((step) => recordedValue(name, madeUpValue(step, phase + i)))]),
    ),
    imagesPerSecond: 320,
  }
}
