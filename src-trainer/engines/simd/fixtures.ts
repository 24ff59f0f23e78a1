import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs-core'
import type { SimdBackend } from './backend.ts'
import { simd } from './engine.ts'

/** Numbers in [−1, 1) without a pattern, some of them exactly 0, the same every time. */
export function numbers(size: number, seed = 1): Float32Array {
  let state = seed * 2_654_435_761
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state % 11 === 0 ? 0 : state / 2 ** 31
  })
}

export function tensor(shape: number[], seed = 1): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape)
}

/** Runs a kernel of the current backend that has one output, as the layers do. */
export function runKernel(name: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, unknown> = {}): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor
}

const CONVOLUTION = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 }
const OFFSETS = [0, 250, 250, 700, 1031]

/** What every kernel of ours computes on sizes that are cut unevenly, by name. */
const COMPUTATIONS: Record<string, () => tf.Tensor | tf.Tensor[]> = {
  'a product cut by rows': () => tf.matMul(tensor([517, 70], 1), tensor([70, 33], 2)),
  'a product cut by columns': () => tf.matMul(tensor([13, 300], 1), tensor([501, 300], 2), false, true),
  'a product cut by terms': () => tf.matMul(tensor([9001, 20], 1), tensor([9001, 3], 2), true),
  'a convolution': () => tf.conv2d(tensor([7, 9, 7, 5], 1) as tf.Tensor4D, tensor([3, 3, 5, 19], 2) as tf.Tensor4D, 1, 'same'),
  'a strided convolution': () =>
    tf.conv2d(tensor([7, 9, 7, 5], 1) as tf.Tensor4D, tensor([3, 3, 5, 3], 2) as tf.Tensor4D, 2, 'same'),
  'a residual convolution': () => convolve('Conv2DResidual', { residual: tensor([37, 6, 6, 8], 5) }),
  'the gradients of a convolution': () =>
    convolve(
      'Conv2DGradient',
      { dy: tensor([37, 6, 6, 8], 5), y: tensor([37, 6, 6, 8], 6) },
      { inputGradient: true, keepGated: true },
    ),
  'a convolution by Winograd': () => convolve('Conv2DResidual', { ...winogradInputs(), residual: tensor([37, 9, 6, 32], 4) }),
  'the gradients of a convolution by Winograd': () => {
    const more = { ...winogradInputs(), dy: tensor([37, 9, 6, 32], 5), y: tensor([37, 9, 6, 32], 6) }
    return convolve('Conv2DGradient', more, { inputGradient: true })
  },
  'a stack of layers': () => stack('DenseStack', { keep: true }),
  'a stack of layers, the last alone': () => stack('DenseStack', { keep: false }),
  'the gradients of a stack': () =>
    tf.tidy(() => {
      const [h0, h1, h2] = stack('DenseStack', { keep: true }) as [tf.Tensor, tf.Tensor, tf.Tensor]
      return stack('DenseStackGradient', { inputGradient: true }, { dy: tensor([1031, 3], 9), h0, h1, h2 })
    }),
  arithmetic: () => [
    tf.add(tensor([601, 31], 1), tensor([31], 2)),
    tf.mul(tensor([70_001], 1), tensor([70_001], 2)),
    tf.relu(tensor([70_001], 3)),
    runKernel('ReluGrad', { dy: tensor([70_001], 4), y: tensor([70_001], 5) }),
  ],
  sums: () => [
    tf.sum(tensor([70_001], 1)),
    tf.mean(tensor([700, 31], 1), 0),
    runKernel('SortedSegmentSum', { x: tensor([1031, 17], 1), offsets: tf.tensor1d(OFFSETS, 'int32') }),
  ],
  rows: () => {
    const indices = tf.tensor1d(
      Array.from({ length: 900 }, (_, i) => (i * 7) % 1031),
      'int32',
    )
    const gathered = tf.gather(tensor([1031, 9], 1), indices) as tf.Tensor2D
    return [gathered, tf.scatterND(tf.reshape(indices, [900, 1]), gathered, [1031, 9])]
  },
  'a batch from bytes': () => {
    const words = (n: number) =>
      tf.tensor1d(
        Int32Array.from({ length: n }, (_, i) => Math.imul(i + 1, 0x9e3779b1)),
        'int32',
      )
    const places = Array.from({ length: 900 }, (_, i) => i * 3)
    const inputs = { images: words(2775), masks: words(Math.ceil(2775 / 4)), places: tf.tensor1d(places, 'int32') }
    return runKernels('ExpandBatch', inputs, { shape: [37, 15, 5, 4] })
  },
  "Adam's step": () => {
    const inputs = {
      param: tensor([70_001], 1),
      grad: tensor([70_001], 2),
      m: tensor([70_001], 3),
      v: tf.abs(tensor([70_001], 4)),
    }
    const rates = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 }
    return runKernels('AdamStep', inputs, rates)
  },
}

function runKernels(name: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, unknown>): tf.Tensor[] {
  return tf.engine().runKernel(name, inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor[]
}

function convolve(kernel: string, more: Record<string, tf.Tensor>, attrs: Record<string, unknown> = {}): tf.Tensor | tf.Tensor[] {
  const inputs = { x: tensor([37, 6, 6, 5], 1), filter: tensor([3, 3, 5, 8], 2), bias: tensor([8], 3), ...more }
  return runKernels(kernel, inputs, { ...CONVOLUTION, activation: 'relu', ...attrs })
}

function winogradInputs(): Record<string, tf.Tensor> {
  return { x: tensor([37, 9, 6, 16], 1), filter: tensor([3, 3, 16, 32], 2), bias: tensor([32], 3) }
}

/** Layers 2 → 40 → 24 → 3 over 1031 rows in four segments, one of them empty. */
function stack(kernel: string, attrs: Record<string, unknown>, more: Record<string, tf.Tensor> = {}): tf.Tensor[] {
  const layers = {
    w0: tensor([2, 40], 1),
    b0: tensor([4, 40], 2),
    w1: tensor([40, 24], 3),
    b1: tensor([24], 4),
    w2: tensor([24, 3], 5),
    b2: tensor([3], 6),
  }
  const inputs = { x: tensor([1031, 2], 7), offsets: tf.tensor1d(OFFSETS, 'int32'), ...layers, ...more }
  return runKernels(kernel, inputs, { activations: ['relu', 'relu', 'linear'], ...attrs })
}

/** Opens the engine with so many threads, computes, and returns a digest of every bit, by name. */
export async function digests(threads: number): Promise<Record<string, string>> {
  const engine = await simd.open({ threads })
  try {
    ;(tf.backend() as SimdBackend).grain = 0
    return Object.fromEntries(
      Object.entries(COMPUTATIONS).map(([name, compute]) => {
        const hash = createHash('sha256')
        tf.tidy(() => {
          for (const result of [compute()].flat()) hash.update(new Uint8Array((result.dataSync() as Float32Array).buffer))
        })
        return [name, hash.digest('hex').slice(0, 16)]
      }),
    )
  } finally {
    engine.close()
  }
}

// Run by itself, for flags that hold for a whole process: node fixtures.ts THREADS
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await digests(Number(process.argv[2]))))
