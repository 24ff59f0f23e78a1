import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../../../src-shared/random.ts'
import { createTrainingBatch, type RawBatch } from '../../model/batch.ts'
import { createModel } from '../../model/registry.ts'
import { createOptimizer } from '../../optimizers/registry.ts'
import { lossAndGradients, trainStepTensor } from '../../train-step.ts'
import type { Engine } from '../engine.ts'
import { openEngine, probeEngine } from '../registry.ts'

/** Colours of 8×8 in a small model: a software adapter takes a second for a step of it. */
const image = { imageSize: 8, channels: 3 }
const choice = { name: 'slides', options: { hiddenChannels: 8, decoderWidth: 16 } }

const software = await probeEngine('webgpu', { device: 'software' })
const lost: string[] = []

function batch(): RawBatch {
  const random = randomStream(5, 'batch')
  return {
    images: Uint8Array.from({ length: 4 * 64 * 3 }, (_, i) => (i % 3) * 60 + random.below(40)),
    masks: Uint8Array.from({ length: 4 * 64 }, () => (random.uniform() < 0.4 ? 1 : 0)),
  }
}

function start() {
  const model = createModel(choice, image)
  model.initialize(1)
  return { model, optimizer: createOptimizer({ name: 'adam' }, model.parameters) }
}

/** The loss and every gradient at the start, by name. */
async function gradientsAtStart(): Promise<Map<string, Float32Array>> {
  const { model } = start()
  const { values, gradients } = tf.tidy(() => lossAndGradients(model, createTrainingBatch(batch(), image)))
  const read = async (tensor: tf.Tensor) => ((await tensor.data()) as Float32Array).slice()
  const found = new Map([['loss', await read(values)]])
  for (const [i, { name }] of model.parameters.list.entries()) found.set(name, await read(gradients[i]!))
  tf.dispose([values, ...gradients])
  return found
}

function relativeError(got: Float32Array, want: Float32Array): number {
  const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)
  return Math.sqrt(squares(got.map((value, i) => value - want[i]!)) / squares(want))
}

it('says what to do where it cannot open', async () => {
  const { available, reason } = await probeEngine('webgpu', { device: 'no such card' })
  expect(available).toBe(false)
  expect(reason).toMatch(/no device "no such card": found .*; expected part of such a name, or "software"|does not load/)
})

it('does not take a software adapter that was not asked for', async () => {
  const { available, devices = [], reason } = await probeEngine('webgpu')
  if (devices.some((device) => !device.software)) expect(available).toBe(true)
  else expect(reason).toMatch(/install the driver of a graphics card|does not load/)
})

describe.skipIf(!software.available)(`the webgpu engine (${software.device ?? `skipped: ${software.reason}`})`, () => {
  let engine: Engine
  let wanted: Map<string, Float32Array>

  beforeAll(async () => {
    const { engine: simd } = await openEngine('simd', { threads: 1 })
    wanted = await gradientsAtStart()
    simd.close()
    ;({ engine } = await openEngine('webgpu', { device: 'software', onLost: (why) => lost.push(why) }))
  }, 120_000)
  afterAll(() => engine?.close())

  it('gives the loss and every gradient that simd gives, to 2e-6', async () => {
    const got = await gradientsAtStart()
    engine.check()
    expect(wanted.get('loss')![0]).toBeGreaterThan(0)
    for (const [name, want] of wanted) expect(relativeError(got.get(name)!, want), name).toBeLessThan(2e-6)
  }, 120_000)

  it('gives the same bits twice, and leaves as many tensors as it found', async () => {
    const run = async () => {
      const { model, optimizer } = start()
      const values = trainStepTensor(model, optimizer, batch())
      values.dispose()
      const weights = await model.parameters.read()
      model.dispose()
      optimizer.dispose()
      return weights
    }
    const first = await run()
    const before = tf.memory().numTensors
    expect(await run()).toEqual(first)
    expect(tf.memory().numTensors).toBe(before)
  }, 120_000)

  it('tells when its device is gone', async () => {
    const { device } = tf.backend() as unknown as { device: GPUDevice }
    device.destroy()
    await device.lost
    await new Promise((resolve) => setImmediate(resolve))
    expect(lost).toEqual([expect.stringMatching(/^the graphics device was lost: ./)])
  })
})
