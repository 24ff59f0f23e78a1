import * as tf from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../engine.ts'
import { openEngine, probeEngine } from '../registry.ts'
import type { SimdBackend } from './backend.ts'
import { createBackend, simd } from './engine.ts'
import { numbers, runKernel, tensor } from './fixtures.ts'
import { Heap } from './heap.ts'

let engine: Engine | undefined
const open = async (name = 'simd') => {
  const opened = await openEngine(name)
  engine = opened.engine
  return opened
}
afterEach(() => {
  engine?.close()
  engine = undefined
})

const GEOMETRY = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1, filterShape: [3, 3, 3, 8] }

/** A small encoder and decoder with hand-made gradients: every kind of kernel that training uses. */
function makeStep() {
  const filter = tf.variable(tensor([3, 3, 3, 8], 1)) as tf.Variable<tf.Rank.R4>
  const weight = tf.variable(tensor([8, 3], 2)) as tf.Variable<tf.Rank.R2>
  const bias = tf.variable(tf.zeros([3]))
  const images = tf.variable(tensor([2, 6, 6, 3], 3)) as tf.Variable<tf.Rank.R4>
  const parameters = [filter, weight, bias] as tf.Variable[]
  const moments = parameters.map(
    (variable) => [0, 1].map(() => tf.variable(tf.zerosLike(variable))) as [tf.Variable, tf.Variable],
  )

  const lossAndGradients = (rows: tf.Tensor1D): { loss: tf.Tensor; gradients: tf.Tensor[] } => {
    const n = rows.shape[0]
    const hidden = tf.fused.conv2d({ x: images as tf.Tensor4D, filter, strides: 1, pad: 'same', activation: 'relu' })
    const pixels = tf.gather(tf.reshape(hidden, [72, 8]), rows) as tf.Tensor2D // [n, 8]
    const output = tf.fused.matMul({ a: pixels, b: weight, bias })
    const error = tf.sub(output, tf.gather(tf.reshape(images, [72, 3]), rows)) as tf.Tensor2D // [n, 3]
    const dy = tf.mul(error, 2 / (3 * n)) as tf.Tensor2D
    const scattered = tf.unsortedSegmentSum(tf.matMul(dy, weight, false, true), rows, 72)
    const dHidden = runKernel('ReluGrad', { dy: tf.reshape(scattered, hidden.shape), y: hidden })
    const offsets = tf.tensor1d([0, n], 'int32')
    const gradients = [
      runKernel('Conv2DBackpropFilter', { x: images, dy: dHidden }, GEOMETRY),
      tf.matMul(pixels, dy, true),
      tf.reshape(runKernel('SortedSegmentSum', { x: dy, offsets }), [3]),
    ]
    return { loss: tf.mean(tf.square(error)), gradients }
  }

  return (t: number) =>
    tf.tidy(() => {
      const rows = tf.tensor1d(
        Array.from({ length: 20 + (t % 7) }, (_, i) => (i * 3) % 72),
        'int32',
      ) // another size each time
      const { loss, gradients } = lossAndGradients(rows)
      const attrs = {
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        correction1: 1 - 0.9 ** t,
        correction2: 1 - 0.999 ** t,
      }
      for (const [i, param] of parameters.entries()) {
        const [m, v] = moments[i]!
        const next = tf.engine().runKernel('AdamStep', { param, grad: gradients[i]!, m, v }, attrs) as tf.Tensor[]
        for (const [at, variable] of [param, m, v].entries()) variable.assign(next[at]!)
      }
      return loss
    })
}

/** The losses of so many steps, read when all of them have been asked for. */
function lossesOf(step: (t: number) => tf.Tensor, steps: number): number[] {
  const losses = Array.from({ length: steps }, (_, t) => step(t + 1))
  const read = losses.map((loss) => loss.dataSync()[0]!)
  tf.dispose(losses)
  return read
}

describe('the simd engine', () => {
  it('opens as auto, says why, and becomes the current backend', async () => {
    const { engine: opened, reason } = await open('auto')
    expect(opened.name).toBe('simd')
    expect(tf.getBackend()).toBe('simd')
    expect(reason).toBe('simd is the first engine that works here')
    expect(opened.device).toMatch(/^(1 thread|\d+ threads), (4×16|6×8) tiles at \d+ GFLOP\/s each, ./)
  })

  it('is listed by doctor without being opened', async () => {
    expect(await probeEngine('simd')).toMatchObject({ name: 'simd', available: true })
    expect(tf.findBackend('simd')).toBeFalsy()
  })

  it('names the engines there are when asked for another', async () => {
    await expect(openEngine('cuda')).rejects.toThrow('unknown engine "cuda": expected auto, simd, webgpu')
  })

  it('opens once at a time, and again after it was closed', async () => {
    await open()
    await expect(openEngine('simd')).rejects.toThrow('already open')
    engine!.close()
    await open()
    expect(tf.add(1, 2).dataSync()[0]).toBe(3)
  })

  it('trains without a leak: tensors and heap are flat over 20 steps', async () => {
    await open()
    const step = makeStep()
    const state = () => ({ tensors: tf.memory().numTensors, used: engine!.memory().used, reserved: engine!.memory().reserved })
    const losses = lossesOf(step, 7)
    const before = state()
    losses.push(...lossesOf(step, 20))
    expect(state()).toEqual(before)
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2)
  })

  it('computes the same bits from one run to the next', async () => {
    const run = async (threads: number, read: 'at once' | 'at last') => {
      engine = await simd.open({ threads })
      ;(tf.backend() as SimdBackend).grain = 0
      const step = makeStep()
      const losses =
        read === 'at last' ? lossesOf(step, 12) : Array.from({ length: 12 }, (_, t) => tf.tidy(() => step(t + 1).dataSync()[0]!))
      tf.disposeVariables()
      engine.close()
      return losses
    }
    const one = await run(1, 'at once')
    expect(await run(1, 'at once')).toEqual(one)
    // Steps that nobody reads run one after the other while JavaScript is ahead, in memory given back long before.
    for (const threads of [2, 4]) expect(await run(threads, 'at last')).toEqual(one)
  })

  it('hands out copies: what was read stays when the tensor is gone', async () => {
    await open()
    const x = tensor([64])
    const read = x.dataSync()
    x.dispose()
    tf.zeros([64])
    expect(read).toEqual(numbers(64))
  })

  it('takes over tensors of another backend, and keeps text', async () => {
    await tf.setBackend('cpu')
    const x = tf.tensor1d([1, 2, 3])
    await open()
    expect([...tf.mul(x, 2).dataSync()]).toEqual([2, 4, 6])
    expect(tf.tensor1d(['a', 'lacuna']).dataSync()).toEqual(['a', 'lacuna'])
  })

  it('steps Adam in float32, operation by operation', async () => {
    await open()
    const f = Math.fround
    const [param, grad, m] = [1, 2, 3].map((seed) => numbers(37, seed)) as [Float32Array, Float32Array, Float32Array]
    const v = numbers(37, 4).map(Math.abs)
    const options = {
      learningRate: 1e-3,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      correction1: 1 - 0.9 ** 3,
      correction2: 1 - 0.999 ** 3,
    }
    const inputs = Object.fromEntries(Object.entries({ param, grad, m, v }).map(([name, values]) => [name, tf.tensor1d(values)]))
    const results = tf.engine().runKernel('AdamStep', inputs, options) as tf.Tensor[]
    const [p1, m1, v1] = results.map((result) => result.dataSync())
    for (let i = 0; i < param.length; i++) {
      const wantM = f(f(f(0.9) * m[i]!) + f(f(1 - 0.9) * grad[i]!))
      const wantV = f(f(f(0.999) * v[i]!) + f(f(1 - 0.999) * f(grad[i]! * grad[i]!)))
      const size = f(f(Math.sqrt(f(wantV / f(options.correction2)))) + f(1e-8))
      const change = f(f(f(1e-3) * f(wantM / f(options.correction1))) / size)
      expect([p1![i], m1![i], v1![i]]).toEqual([f(param[i]! - change), wantM, wantV])
    }
  })

  it('says what to lower when a batch does not fit', async () => {
    const { backend } = await createBackend(1, new Heap({ initialPages: 64, maximumPages: 64 }))
    expect(() => backend.output([64, 32, 32, 32])).toThrow(/8\.0 MiB more needed, .* of at most 4\.0 MiB in use; lower batchSize/)
  })
})
