import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openTestEngine } from '../../tests/golden/test-engine.ts'
import { createParameters } from '../model/parameters.ts'
import { createAdam } from './adam.ts'
import { createOptimizer } from './registry.ts'

let engine = ''
beforeAll(async () => {
  engine = await openTestEngine()
})

const specs = [{ name: 'w', shape: [3], kind: 'bias', fanIn: 1 }] as const

/** Three steps with gradients g, g / 2, −g. */
async function threeSteps(): Promise<{ values: Float32Array; tensors: number }> {
  const parameters = createParameters(specs)
  parameters.assign('w', Float32Array.of(1, -2, 0.5))
  const adam = createAdam({ learningRate: 0.1 }, parameters)
  const before = tf.memory().numTensors
  for (const scale of [1, 0.5, -1]) {
    tf.tidy(() => adam.apply([tf.mul(tf.tensor1d([0.3, -4, 1e-9]), scale)]))
  }
  const tensors = tf.memory().numTensors - before
  const [values] = await parameters.read()
  adam.dispose()
  parameters.dispose()
  return { values: values!, tensors }
}

/** The same in double precision, from the paper's Algorithm 1. */
function byHand(): number[] {
  return [1, -2, 0.5].map((start, i) => {
    let [value, m, v] = [start, 0, 0]
    ;[1, 0.5, -1].forEach((scale, step) => {
      const g = [0.3, -4, 1e-9][i]! * scale
      m = 0.9 * m + 0.1 * g
      v = 0.999 * v + 0.001 * g * g
      value -= (0.1 * (m / (1 - 0.9 ** (step + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (step + 1))) + 1e-8)
    })
    return value
  })
}

describe('Adam', () => {
  it("follows the paper's algorithm, with ε = 1e-8 outside the root, and leaks nothing", async () => {
    const { values, tensors } = await threeSteps()
    for (const [i, want] of byHand().entries()) expect(values[i]).toBeCloseTo(want, 6)
    expect(tensors).toBe(0)
  })

  it('does so with standard operations too', async ({ skip }) => {
    if (engine === 'cpu') skip('this is what the test above ran on')
    tf.setBackend('cpu')
    const { values, tensors } = await threeSteps()
    tf.setBackend(engine)
    for (const [i, want] of byHand().entries()) expect(values[i]).toBeCloseTo(want, 6)
    expect(tensors).toBe(0)
  })

  it("refuses another model's state, and a name it does not know", () => {
    const parameters = createParameters(specs)
    expect(() => createAdam({}, parameters).importState({ step: 1, m: [], v: [] })).toThrow('0 parameters, the model 1')
    expect(() => createOptimizer({ name: 'sgd' }, parameters)).toThrow('unknown optimizer "sgd": expected adam')
  })
})
