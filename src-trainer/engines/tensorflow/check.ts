import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { messageOf } from '../../../src-shared/errors.ts'
import { randomStream } from '../../../src-shared/random.ts'
import type { RawBatch } from '../../model/batch.ts'
import { createModel } from '../../model/registry.ts'
import { createOptimizer } from '../../optimizers/registry.ts'
import { trainStep } from '../../train-step.ts'
import { tensorflow } from './engine.ts'

/**
 * Run in a process of its own: a small model trained on TensorFlow, beside the same on TensorFlow.js' plain backend. Prints
 * `{"device": …}`, or ends with status 1 and one line of what went wrong.
 */
const image = { imageSize: 8, channels: 3 }
const tolerance = 1e-4

function makeBatch(): RawBatch {
  const random = randomStream(1, 'check')
  return {
    images: Uint8Array.from({ length: 2 * 64 * 3 }, () => random.below(256)),
    masks: Uint8Array.from({ length: 2 * 64 }, () => random.below(2)),
  }
}

/** @returns the losses of two steps on the current backend: the second is of weights that the first one's gradients have moved */
function twoSteps(batch: RawBatch): number[] {
  const model = createModel({ name: 'slides', options: { hiddenChannels: 8, decoderWidth: 16 } }, image)
  model.initialize(1)
  const optimizer = createOptimizer({ name: 'adam' }, model.parameters)
  return [0, 1].map(() => trainStep(model, optimizer, batch).loss)
}

/** @throws Error where TensorFlow's losses are not the plain backend's */
async function check(): Promise<{ device: string }> {
  const batch = makeBatch()
  await tf.setBackend('cpu')
  const expected = twoSteps(batch)
  const { device } = await tensorflow.open({})
  const got = twoSteps(batch)
  if (got.some((loss, step) => !(Math.abs(loss / expected[step]! - 1) < tolerance)))
    throw new Error(`the losses of two steps are ${got.join(' and ')}, expected ${expected.join(' and ')}`)
  return { device }
}

try {
  process.stdout.write(`${JSON.stringify(await check())}\n`)
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
