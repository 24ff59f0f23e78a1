import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../../src-shared/random.ts'
import { openTestEngine } from '../../tests/golden/test-engine.ts'
import { createTrainingBatch } from '../model/batch.ts'
import { inpaintingLoss, type LossOptions, lossValues, measureLoss } from './inpainting-loss.ts'
import { totalVariation } from './total-variation.ts'

beforeAll(openTestEngine)

/** Weights of a picture of 2 rows and 3 columns, one channel. */
function twoByThree(known: number[]) {
  const has = (i: number, j: number) => !(known[i] && known[j])
  return {
    right: tf.tensor1d([1, 1, 0, 1, 1, 0]),
    below: tf.tensor1d([1, 1, 1, 0, 0, 0]),
    rightFree: tf.tensor1d([+has(0, 1), +has(1, 2), 0, +has(3, 4), +has(4, 5), 0]),
    belowFree: tf.tensor1d([+has(0, 3), +has(1, 4), +has(2, 5), 0, 0, 0]),
  }
}

describe('total variation', () => {
  // 1 2 4
  // 0 2 7
  const picture = [1, 2, 4, 0, 2, 7]

  it('is, by hand on a 2×3 picture, 1 + 4 + 4 + 25 across and 1 + 0 + 9 down', () => {
    const { sum, freeSum, gradient } = totalVariation(tf.tensor1d(picture), 3, 1, twoByThree([1, 1, 0, 1, 0, 1]))
    expect(sum.dataSync()[0]).toBe(44)
    // without the pairs 1–2 across (1) and 1–0 down (1)
    expect(freeSum.dataSync()[0]).toBe(42)
    // twice the sum of differences to the neighbours: 1: (1 − 2) + (1 − 0); 2: (2 − 1) + (2 − 4) + (2 − 2); …
    expect([...gradient().dataSync()]).toEqual([0, -2, -2, -6, -6, 16])
  })

  it('is, as l1, 1 + 2 + 2 + 5 across and 1 + 0 + 3 down', () => {
    const { sum, gradient } = totalVariation(tf.tensor1d(picture), 3, 1, twoByThree([0, 0, 0, 0, 0, 0]), 'l1')
    expect(sum.dataSync()[0]).toBe(14)
    expect([...gradient().dataSync()]).toEqual([0, 0, 0, -2, 0, 2])
  })

  it('is, as isotropic, √2 + 2 + 3 + 2 + 5 + 0, a term a pixel', () => {
    const { sum, freeSum, gradient } = totalVariation(tf.tensor1d(picture), 3, 1, twoByThree([1, 1, 0, 1, 0, 1]), 'isotropic')
    expect(sum.dataSync()[0]).toBeCloseTo(Math.SQRT2 + 12, 5)
    expect(freeSum.dataSync()[0]).toBeCloseTo(12, 5) // both pairs of the first pixel are known
    const root = Math.SQRT1_2
    const want = [0, root - 1, 0, -1 - root, 0, 2] // the first: −(1 − 1)/√2
    for (const [i, slope] of gradient().dataSync().entries()) expect(slope).toBeCloseTo(want[i]!, 5)
  })

  it('refuses a form it does not know', () => {
    expect(() => totalVariation(tf.tensor1d(picture), 3, 1, twoByThree(picture), 'cubic')).toThrow(
      'expected squared, l1, isotropic',
    )
  })
})

describe('the loss', () => {
  const random = randomStream(3, 'test')
  const images = Uint8Array.from({ length: 2 * 25 * 3 }, () => random.below(256))
  const someMissing = Uint8Array.from({ length: 50 }, () => random.below(2))
  const image = { imageSize: 5, channels: 3 }

  /** The loss again, in plain numbers and in the order of the formula. */
  function byHand(prediction: Float32Array, masks: Uint8Array, { alpha = 1, beta = 0.01, tvForm = 'squared' }: LossOptions) {
    const filled = Float64Array.from(images, (byte) => byte / 255)
    let squared = 0
    let at = 0
    for (let i = 0; i < filled.length; i++) {
      if (masks[Math.floor(i / 3)]) continue
      squared += (filled[i]! - prediction[at]!) ** 2
      filled[i] = prediction[at++]!
    }
    const term = (a: number, b: number) => (tvForm === 'l1' ? Math.abs(filled[b]! - filled[a]!) : (filled[b]! - filled[a]!) ** 2)
    const index = (b: number, row: number, column: number, c: number) => ((b * 5 + row) * 5 + column) * 3 + c
    let tv = 0
    for (let b = 0; b < 2; b++) {
      for (let row = 0; row < 5; row++) {
        for (let column = 0; column < 5; column++) {
          for (let c = 0; c < 3; c++) {
            if (row < 4) tv += term(index(b, row, column, c), index(b, row + 1, column, c))
            if (column < 4) tv += term(index(b, row, column, c), index(b, row, column + 1, c))
          }
        }
      }
    }
    const mse = at > 0 ? squared / at : 0
    return { loss: alpha * mse + (beta * tv) / (2 * 3 * 25), mse, tv: tv / (2 * 3 * 25) }
  }

  it.each(['squared', 'l1'])('and its gradient are those of the formula (%s)', (tvForm) => {
    const options = { alpha: 0.7, beta: 0.3, tvForm }
    const missing = someMissing.filter((known) => !known).length
    const prediction = Float32Array.from({ length: missing * 3 }, () => random.uniform() * 1.4 - 0.2) // beyond [0, 1]: unclipped
    const { values, gradient } = measureLoss(
      tf.tensor2d(prediction, [missing, 3]),
      createTrainingBatch({ images, masks: someMissing }, image),
      options,
    )
    const got = lossValues(values.dataSync() as Float32Array)
    const want = byHand(prediction, someMissing, options)
    for (const name of ['loss', 'mse', 'tv'] as const) expect(got[name]).toBeCloseTo(want[name], 6)
    const slopes = gradient!.dataSync()
    for (let i = 0; i < prediction.length; i += 7) {
      const at = (offset: number) =>
        byHand(
          Float32Array.from(prediction, (v, k) => (k === i ? v + offset : v)),
          someMissing,
          options,
        ).loss
      expect(slopes[i]).toBeCloseTo((at(1e-3) - at(-1e-3)) / 2e-3, 4)
    }
  })

  it('counts every pair as free where everything is missing, none where nothing is, and then has no L_MSE', () => {
    const everything = measureLoss(tf.zeros([50, 3]), createTrainingBatch({ images, masks: new Uint8Array(50) }, image))
    const all = lossValues(everything.values.dataSync() as Float32Array)
    expect([all.tv, all.tvFree]).toEqual([0, 0])
    const { values, gradient } = measureLoss(null, createTrainingBatch({ images, masks: new Uint8Array(50).fill(1) }, image))
    const none = lossValues(values.dataSync() as Float32Array)
    expect(none.mse).toBe(0)
    expect(none.tvFree).toBe(0)
    expect(none.tv).toBeCloseTo(byHand(new Float32Array(0), new Uint8Array(50).fill(1), {}).tv, 6)
    expect(none.loss).toBeCloseTo(0.01 * none.tv, 8)
    expect(gradient).toBeUndefined()
  })

  it('hands its gradient to whatever made the prediction', () => {
    const batch = createTrainingBatch({ images, masks: someMissing }, image)
    const prediction = tf.fill([batch.pixels.count, 3], 0.4) as tf.Tensor2D
    const want = measureLoss(prediction, batch).gradient!.dataSync()
    const got = tf.grad((x) => {
      const { loss, values } = inpaintingLoss(x as tf.Tensor2D, batch)
      values.dispose()
      return loss
    })(prediction)
    expect([...got.dataSync()]).toEqual([...want])
  })
})
