import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { golden, goldenBatch, goldenGradients, goldenState } from '../../tests/golden/model-golden.ts'
import { openTestEngine } from '../../tests/golden/test-engine.ts'
import { createOptimizer } from '../optimizers/registry.ts'
import { evaluateLoss, lossAndGradients, trainStep } from '../train-step.ts'
import { createTrainingBatch } from './batch.ts'
import { decodeWhole } from './inpaint.ts'
import { createModel } from './registry.ts'

/** TensorFlow.js' plain backend takes half a minute for a step of this size. */
const TOO_SLOW = 'the plain backend is too slow for the golden batch; the simd engine did not open'

const image = { imageSize: golden.size, channels: golden.channels }
const raw = goldenBatch()
let engine = ''

function goldenModel() {
  const model = createModel({ name: 'slides' }, image)
  model.importState(goldenState())
  return model
}

function relativeError(got: Float32Array, want: Float32Array): number {
  let difference = 0
  let norm = 0
  for (let i = 0; i < want.length; i++) {
    difference += (got[i]! - want[i]!) ** 2
    norm += want[i]! ** 2
  }
  return Math.sqrt(difference / norm)
}

beforeAll(async () => {
  engine = await openTestEngine()
})

describe("the slides' model against PyTorch", () => {
  it('starts from the same pictures and masks', () => {
    expect(raw.images.reduce((sum, value) => sum + value, 0)).toBe(golden.imageBytesSum)
    expect(raw.masks.filter((known) => !known)).toHaveLength(golden.missing)
  })

  it('gives the same loss, to 1e-6', async () => {
    const losses = await evaluateLoss(goldenModel(), raw, { alpha: golden.alpha, beta: golden.beta })
    for (const name of ['loss', 'mse', 'tv', 'tvFree'] as const) {
      expect(Math.abs(losses[name] / golden.losses[0][name] - 1), name).toBeLessThan(1e-6)
    }
  })

  it('decodes the same colours, known pixels too', async () => {
    const pixels = golden.size * golden.size
    const first = { images: raw.images.subarray(0, pixels * golden.channels), masks: raw.masks.subarray(0, pixels) }
    const colours = await decodeWhole(goldenModel(), first)
    golden.decoded.flat().forEach((want, i) => {
      const [column, channel] = [Math.floor(i / golden.channels) * 8, i % golden.channels]
      expect(colours[(5 * golden.size + column) * golden.channels + channel]).toBeCloseTo(want, 5)
    })
  })

  it('gives the same gradient for every tensor, to 1e-4', async ({ skip }) => {
    if (engine === 'cpu') skip(TOO_SLOW)
    const model = goldenModel()
    tf.tidy(() => {
      const { gradients } = lossAndGradients(model, createTrainingBatch(raw, image), { beta: golden.beta })
      // as if they were the parameters, so that the export brings them into PyTorch's layout
      for (const [i, { variable }] of model.parameters.list.entries()) variable.assign(gradients[i]!)
    })
    const wanted = goldenGradients()
    const got = await model.exportState()
    expect(got.map(({ name }) => name)).toEqual([...wanted.keys()])
    for (const { name, values } of got) expect(relativeError(values, wanted.get(name)!), name).toBeLessThan(1e-4)
  })

  it('has the same losses over three Adam steps, to 1e-4', async ({ skip }) => {
    if (engine === 'cpu') skip(TOO_SLOW)
    const model = goldenModel()
    const optimizer = createOptimizer({ name: 'adam', options: { learningRate: golden.learningRate } }, model.parameters)
    const options = { alpha: golden.alpha, beta: golden.beta }
    const losses = [0, 1, 2].map(() => trainStep(model, optimizer, raw, options).loss)
    losses.push((await evaluateLoss(model, raw, options)).loss)
    for (const [step, loss] of losses.entries()) {
      expect(Math.abs(loss / golden.losses[step]!.loss - 1), `after ${step} steps`).toBeLessThan(1e-4)
    }
  })
})
