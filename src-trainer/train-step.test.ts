import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../src-shared/random.ts'
import { openTestEngine } from '../tests/golden/test-engine.ts'
import { createModel } from './model/registry.ts'
import { createOptimizer } from './optimizers/registry.ts'
import { evaluateLoss, trainStep } from './train-step.ts'

const image = { imageSize: 8, channels: 3 }
const choice = { name: 'slides', options: { hiddenChannels: 8, decoderWidth: 16 } }

/** A new batch for every step. */
function batch(step: number) {
  const random = randomStream(5, 'batch', step)
  return {
    images: Uint8Array.from({ length: 4 * 64 * 3 }, (_, i) => (i % 3) * 60 + random.below(40)),
    masks: Uint8Array.from({ length: 4 * 64 }, () => (random.uniform() < 0.4 ? 1 : 0)),
  }
}

function start(seed = 1) {
  const model = createModel(choice, image)
  model.initialize(seed)
  return { model, optimizer: createOptimizer({ name: 'adam' }, model.parameters) }
}

beforeAll(openTestEngine)

describe('a training step', () => {
  it('leaves as many tensors as it found, over 20 steps', () => {
    const { model, optimizer } = start()
    trainStep(model, optimizer, batch(0))
    const before = tf.memory().numTensors
    for (let step = 1; step <= 20; step++) trainStep(model, optimizer, batch(step))
    expect(tf.memory().numTensors).toBe(before)
  })

  it('learns', async () => {
    const { model, optimizer } = start()
    const before = await evaluateLoss(model, batch(1000))
    for (let step = 0; step < 60; step++) trainStep(model, optimizer, batch(step))
    expect((await evaluateLoss(model, batch(1000))).mse).toBeLessThan(before.mse / 3)
  })

  it('reports the losses before it', async () => {
    const { model, optimizer } = start()
    const before = await evaluateLoss(model, batch(0), { beta: 0.1 })
    expect(trainStep(model, optimizer, batch(0), { beta: 0.1 })).toEqual(before)
  })

  it('changes nothing, and makes nothing infinite, where nothing is missing', async () => {
    const { model, optimizer } = start()
    const before = await model.parameters.read()
    const { mse, tvFree, loss } = trainStep(model, optimizer, { ...batch(0), masks: new Uint8Array(4 * 64).fill(1) })
    expect([mse, tvFree]).toEqual([0, 0])
    expect(loss).toBeGreaterThan(0)
    expect(await model.parameters.read()).toEqual(before)
  })

  it('continues from a checkpoint to the last bit', async () => {
    const whole = start()
    for (let step = 0; step < 6; step++) trainStep(whole.model, whole.optimizer, batch(step))

    const first = start()
    for (let step = 0; step < 3; step++) trainStep(first.model, first.optimizer, batch(step))
    const checkpoint = { model: await first.model.exportState(), optimizer: await first.optimizer.exportState() }
    const second = start(99)
    second.model.importState(checkpoint.model)
    second.optimizer.importState(checkpoint.optimizer)
    for (let step = 3; step < 6; step++) trainStep(second.model, second.optimizer, batch(step))

    expect(await second.model.parameters.read()).toEqual(await whole.model.parameters.read())
    expect(await second.optimizer.exportState()).toEqual(await whole.optimizer.exportState())
  })
})
