import type { RunConfig } from '../src-shared/config.ts'
import type { EngineChoice } from '../src-shared/contract/engine-choice.ts'
import { drawMasks } from '../src-shared/masks/training.ts'
import { randomStream } from '../src-shared/random.ts'
import { openEngine } from './engines/registry.ts'
import type { RawBatch } from './model/batch.ts'
import { trainStepTensor } from './train-step.ts'
import { createTrainingState } from './training-state.ts'

/** The first steps compile shaders and choose tiles. */
const warmUpSteps = 3
/** Steps that are timed, unless they take longer than `enoughMs` together. */
const timedSteps = 20
const enoughMs = 1_500

/**
 * Milliseconds of one training step of a configuration, on pictures of noise: what it costs does not depend on what is in them.
 *
 * @throws WorkbenchError what opening the engine throws, and `engine-memory`
 */
export async function timeStep(choice: EngineChoice, config: RunConfig, channels: number): Promise<number> {
  const { engine } = await openEngine(choice.engine, { threads: choice.threads, device: choice.device })
  try {
    const { model, optimizer } = createTrainingState(config, channels)
    const step = async (number: number) => {
      const values = trainStepTensor(model, optimizer, noise(config, channels, number), {
        alpha: config.alpha,
        beta: config.beta,
      })
      if (!engine.asynchronous || number % 4 === 0) await values.data()
      values.dispose()
    }
    for (let number = 0; number < warmUpSteps; number++) await step(number)
    await engine.settled()
    const start = performance.now()
    let steps = 0
    while (steps < timedSteps && performance.now() - start < enoughMs) await step(warmUpSteps + steps++)
    await engine.settled()
    const took = (performance.now() - start) / steps
    engine.check()
    return took
  } finally {
    engine.close()
  }
}

function noise({ imageSize, batchSize, mask, seed }: RunConfig, channels: number, step: number): RawBatch {
  const random = randomStream(seed, 'timing', step)
  return {
    images: Uint8Array.from({ length: batchSize * imageSize ** 2 * channels }, () => random.below(256)),
    masks: drawMasks(mask, imageSize, seed, step, batchSize),
  }
}
