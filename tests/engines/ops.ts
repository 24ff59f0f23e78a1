import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../src-shared/random.ts'
import { createTrainingBatch } from '../../src-trainer/model/batch.ts'
import { type OpCase, opCases, weights } from '../../src-trainer/ops/fixtures.ts'
import { columnSums, segmentSum } from '../../src-trainer/ops/segments.ts'
import type { Tolerances } from './equivalence.ts'

/** On the current backend: the op's output, and its gradients where it has any. */
async function compute({ op, inputs }: OpCase, gradients: boolean): Promise<Float32Array[]> {
  const results = tf.tidy(() => {
    const tensors = inputs.map(({ shape, values }) => tf.tensor(values.slice(), shape))
    const y = op(...tensors)
    if (!gradients) return [y]
    const dy = tf.tensor(weights(y.size), y.shape)
    return [y, ...tf.grads((...xs) => op(...xs))(tensors, dy)]
  })
  const values = await Promise.all(results.map(async (result) => (await result.data()).slice() as Float32Array))
  for (const result of results) result.dispose()
  return values
}

/** The tensors of a batch of 5 pictures of 7×7, on the current backend. */
async function batchTensors(channels: number): Promise<Record<string, number[]>> {
  const random = randomStream(channels, 'batch')
  const bytes = (n: number, below: number) => Uint8Array.from({ length: n }, () => random.below(below))
  const raw = { images: bytes(5 * 49 * channels, 256), masks: bytes(5 * 49, 2) }
  const { maskedImages, pixels, targets, neighbours } = createTrainingBatch(raw, { imageSize: 7, channels })
  const { indices, coordinates, segments } = pixels
  const { offsets, rows } = segments
  const tensors = { maskedImages, indices, coordinates, offsets, rows, targets, ...neighbours }
  const values = Object.entries(tensors).map(async ([name, tensor]) => [name, Array.from(await tensor.data())] as const)
  const read = Object.fromEntries(await Promise.all(values))
  tf.dispose(Object.values(tensors))
  return read
}

async function expectLikePlain(name: string, opCase: OpCase, tolerance: number, gradients = true): Promise<void> {
  const got = await compute(opCase, gradients)
  await tf.setBackend('cpu')
  const wanted = await compute(opCase, gradients)
  await tf.setBackend(name)
  expect(got.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length))
  for (const [k, values] of wanted.entries()) {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)
    const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - got[k]![i]!)), 0)
    expect(worst / scale, k === 0 ? 'output' : `gradient ${k - 1}`).toBeLessThanOrEqual(tolerance)
  }
}

/** Ops and their gradients against TensorFlow.js' plain backend, whose gradients `ops.test.ts` holds against finite differences. */
export function describeOps(name: string, { ops: tolerance }: Tolerances): void {
  describe('its ops are the plain backend’s, gradients too', () => {
    for (const opCase of opCases()) it(opCase.name, () => expectLikePlain(name, opCase, tolerance))

    it.each([1, 3])('a batch as bytes, of %i channels', async (channels) => {
      const got = await batchTensors(channels)
      await tf.setBackend('cpu')
      const wanted = await batchTensors(channels)
      await tf.setBackend(name)
      for (const [tensor, values] of Object.entries(wanted)) {
        expect(got[tensor], tensor).toHaveLength(values.length)
        const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - got[tensor]![i]!)), 0)
        expect(worst, tensor).toBeLessThanOrEqual(tolerance)
      }
    })

    it('sums of columns and of segments', async () => {
      const [rows] = opCases().find(({ name: each }) => each.startsWith('a vector added'))!.inputs
      const segments = () => ({
        count: 3,
        offsets: tf.tensor1d([0, 3, 3, 7], 'int32'),
        rows: tf.tensor1d([0, 0, 0, 2, 2, 2, 2], 'int32'),
      })
      const columns = (x: tf.Tensor) => columnSums(x as tf.Tensor2D)
      const bySegment = (x: tf.Tensor) => segmentSum(x as tf.Tensor2D, segments())
      for (const op of [columns, bySegment]) await expectLikePlain(name, { name: '', op, inputs: [rows!] }, tolerance, false)
    })
  })
}
