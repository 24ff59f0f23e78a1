/**
 * One suite for every engine: ops, the slides' model, its loss, gradients and training, evaluation and checkpoints are what PyTorch says they are
 * (or, an op, what TensorFlow.js' plain backend says), to a tolerance stated for each engine. An engine's own test file calls it.
 */
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import type { Engine, EngineOptions } from '../../src-trainer/engines/engine.ts'
import { openEngine, probeEngine } from '../../src-trainer/engines/registry.ts'
import { type Golden, loadGolden } from '../golden/model-golden.ts'
import { describeCheckpoints, REFERENCE } from './checkpoints.ts'
import { describeModel } from './model.ts'
import { describeOps } from './ops.ts'
import { goldenTraining } from './training.ts'

/** How far an engine may be from the truth; relative where nothing else is said. */
export interface Tolerances {
  /** An op and its gradients, of the largest value, or of 1. */
  readonly ops: number
  /** Each part of the loss. */
  readonly loss: number
  /** ‖Δg‖ / ‖g‖ of every tensor's gradient. */
  readonly gradients: number
  /** The loss before any of 20 Adam steps and after the last: rounding grows from step to step. */
  readonly training: number
  /** A picture's PSNR after these steps, in dB. */
  readonly psnr: number
}

/**
 * Makes the suite of an engine; where it does not work on this machine, its tests are skipped with the reason.
 *
 * @param golden of the slides' model, or of a small one where that takes minutes
 */
export async function describeEngine(
  name: string,
  tolerances: Tolerances,
  options: EngineOptions = {},
  golden: Golden = loadGolden('model'),
): Promise<void> {
  const training = goldenTraining(golden)
  const probed = await probeEngine(name, options)
  const reason = probed.available ? undefined : `engine ${name}: ${probed.reason}`

  describe(`engine ${name}`, { timeout: 180_000 }, () => {
    let engine: Engine | undefined
    beforeAll(async () => {
      if (reason === undefined) engine = (await openEngine(name, options)).engine
    })
    beforeEach(({ skip }) => skip(reason !== undefined, reason))
    afterAll(() => engine?.close())

    describeOps(name, tolerances)
    describeModel(training, tolerances)
    if (name !== REFERENCE) describeCheckpoints(name, training, tolerances)
  })
}
