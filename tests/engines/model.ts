import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { createTrainingBatch } from '../../src-trainer/model/batch.ts'
import { decodeWhole } from '../../src-trainer/model/inpaint.ts'
import { evaluateLoss, lossAndGradients } from '../../src-trainer/train-step.ts'
import type { Tolerances } from './equivalence.ts'
import { dispose, type GoldenTraining } from './training.ts'

function relativeError(got: Float32Array, want: Float32Array): number {
  let difference = 0
  let norm = 0
  for (let i = 0; i < want.length; i++) {
    difference += (got[i]! - want[i]!) ** 2
    norm += want[i]! ** 2
  }
  return Math.sqrt(difference / norm)
}

/** The slides' model and its training against PyTorch in float64, from the same weights. */
export function describeModel(training: GoldenTraining, tolerances: Tolerances): void {
  const { golden, batch: raw, image } = training
  describe("the slides' model is PyTorch's", () => {
    it('on the same pictures and masks', () => {
      expect(raw.images.reduce((sum, value) => sum + value, 0)).toBe(golden.imageBytesSum)
      expect(raw.masks.filter((known) => !known)).toHaveLength(golden.missing)
    })

    it('in the loss', async () => {
      const losses = await evaluateLoss(training.createModel(), raw, { alpha: golden.alpha, beta: golden.beta })
      for (const name of ['loss', 'mse', 'tv', 'tvFree'] as const)
        expect(Math.abs(losses[name] / golden.losses[0]![name] - 1), name).toBeLessThan(tolerances.loss)
    })

    it('in the colours it decodes, known pixels too', async () => {
      const pixels = golden.size * golden.size
      const first = { images: raw.images.subarray(0, pixels * golden.channels), masks: raw.masks.subarray(0, pixels) }
      const colours = await decodeWhole(training.createModel(), first)
      golden.decoded.flat().forEach((want, i) => {
        const [column, channel] = [Math.floor(i / golden.channels) * 8, i % golden.channels]
        expect(colours[(5 * golden.size + column) * golden.channels + channel]).toBeCloseTo(want, 5)
      })
    })

    it('in the gradient of every tensor', async () => {
      const model = training.createModel()
      tf.tidy(() => {
        const { gradients } = lossAndGradients(model, createTrainingBatch(raw, image), { beta: golden.beta })
        // as if they were the parameters, so that the export brings them into PyTorch's layout
        for (const [i, { variable }] of model.parameters.list.entries()) variable.assign(gradients[i]!)
      })
      const wanted = training.gradients
      const got = await model.exportState()
      expect(got.map(({ name }) => name)).toEqual([...wanted.keys()])
      for (const { name, values } of got)
        expect(relativeError(values, wanted.get(name)!), name).toBeLessThan(tolerances.gradients)
    })

    it('over twenty Adam steps, and in the PSNR of what it then paints', async () => {
      const state = training.start()
      const losses = [...(await training.train(state, golden.losses.length - 1)), await training.lossNow(state.model)]
      for (const [step, loss] of losses.entries())
        expect(Math.abs(loss / golden.losses[step]!.loss - 1), `after ${step} steps`).toBeLessThan(tolerances.training)
      const psnr = await training.psnrNow(state.model)
      for (const [i, want] of golden.psnr.entries())
        if (want === null) expect(psnr[i]).toBeNaN()
        else expect(Math.abs(psnr[i]! - want), `picture ${i}`).toBeLessThan(tolerances.psnr)
      dispose(state)
    })
  })
}
