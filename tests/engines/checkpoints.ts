import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { loadCheckpoint, saveCheckpoint } from '../../src-trainer/checkpoint.ts'
import { openEngine } from '../../src-trainer/engines/registry.ts'
import { exportTrainingState, restoreTrainingState } from '../../src-trainer/training-state.ts'
import type { Tolerances } from './equivalence.ts'
import { dispose, type GoldenTraining } from './training.ts'

/** The engine that others are resumed on and from. */
export const REFERENCE = 'simd'

/** Steps before the checkpoint and after it. */
const [before, after] = [4, 3]

/** On the current backend: so many steps from the golden weights, then the state to a file. */
async function trainToCheckpoint(training: GoldenTraining, path: string): Promise<void> {
  const state = training.start()
  await training.train(state, before)
  await saveCheckpoint(path, await exportTrainingState(state, {}))
  dispose(state)
}

/** On the current backend: the losses of the steps after the checkpoint. */
async function resume(training: GoldenTraining, path: string): Promise<number[]> {
  const state = training.start()
  restoreTrainingState(state, await loadCheckpoint(path))
  const losses = await training.train(state, after)
  dispose(state)
  return losses
}

/** A run begun on this engine goes on elsewhere and the other way about, to PyTorch's losses. */
export function describeCheckpoints(name: string, training: GoldenTraining, { training: tolerance }: Tolerances): void {
  describe('a checkpoint', () => {
    for (const [from, to] of [
      [name, REFERENCE],
      [REFERENCE, name],
    ])
      it(`of ${from} is resumed on ${to}`, async () => {
        const other = (await openEngine(REFERENCE, { threads: 1 })).engine
        const folder = mkdtempSync(join(tmpdir(), 'lacuna-checkpoint-'))
        const path = join(folder, 'last.safetensors')
        try {
          await tf.setBackend(from!)
          await trainToCheckpoint(training, path)
          await tf.setBackend(to!)
          for (const [i, loss] of (await resume(training, path)).entries())
            expect(Math.abs(loss / training.golden.losses[before + i]!.loss - 1), `after ${before + i} steps`).toBeLessThan(
              tolerance,
            )
        } finally {
          rmSync(folder, { recursive: true })
          await tf.setBackend(name)
          other.close()
        }
      })
  })
}
