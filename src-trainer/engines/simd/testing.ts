import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { BACKEND } from './register.ts'

/** Runs on one backend and returns what came out, as plain numbers. */
export function on(
  backend: 'cpu' | typeof BACKEND,
  compute: () => tf.Tensor | tf.Tensor[],
): { shapes: number[][]; values: Float32Array[] } {
  tf.setBackend(backend)
  try {
    return tf.tidy(() => {
      const tensors = [compute()].flat()
      return { shapes: tensors.map(({ shape }) => shape), values: tensors.map((result) => Float32Array.from(result.dataSync())) }
    })
  } finally {
    tf.setBackend(BACKEND)
  }
}

/** The engine and TensorFlow.js' CPU backend agree, to `tolerance` of the largest value. */
export function expectLikeCpu(compute: () => tf.Tensor | tf.Tensor[], tolerance = 2e-6): void {
  const ours = on(BACKEND, compute)
  const theirs = on('cpu', compute)
  expect(ours.shapes).toEqual(theirs.shapes)
  for (const [i, values] of ours.values.entries()) {
    const expected = theirs.values[i]!
    const scale = expected.reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest), 1)
    const wrong = values.findIndex((value, at) => {
      const want = expected[at]!
      return !(Object.is(value, want) || value === want || Math.abs(value - want) <= tolerance * scale)
    })
    if (wrong >= 0) expect(`${values[wrong]} at ${wrong}`).toBe(`${expected[wrong]} at ${wrong}`)
  }
}
