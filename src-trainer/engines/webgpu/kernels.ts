import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import type { ExtraKernel } from '../../ops/kernels.ts'
import { dispatch, flat, flatMain, type Shader, sizeOf } from './backend.ts'
import { expandBatch } from './batch.ts'
import { sumOfProducts } from './products.ts'
import { addSegmentRows, sortedSegmentSum } from './segments.ts'

const BACKEND = 'webgpu'

type Inputs = Record<string, tf.TensorInfo>
/** A kernel of ours; `inherited` is TensorFlow.js' own of that name. */
type Kernel = (
  backend: WebGPUBackend,
  inputs: Inputs,
  attrs: tf.NamedAttrMap,
  inherited: () => tf.TensorInfo,
) => tf.TensorInfo | tf.TensorInfo[]

const reluGrad: Shader = {
  name: 'relu gradient',
  inputs: ['dy', 'y'],
  outputs: ['dx'],
  uniforms: ['count'],
  code: flatMain('dx[i] = select(0.0, dy[i], y[i] > 0.0);'),
}

/** `optimizers/adam.ts` has the formula. */
const adamStep: Shader = {
  name: 'adam step',
  inputs: ['param', 'grad', 'm', 'v'],
  outputs: ['nextParam', 'nextM', 'nextV'],
  uniforms: [
    'count',
    ...['rate: f32', 'beta1: f32', 'rest1: f32', 'beta2: f32', 'rest2: f32', 'epsilon: f32', 'correction2: f32'],
  ],
  code: flatMain(/* wgsl */ `
  let g = grad[i];
  let first = uniforms.beta1 * m[i] + uniforms.rest1 * g;
  let second = uniforms.beta2 * v[i] + uniforms.rest2 * g * g;
  nextM[i] = first;
  nextV[i] = second;
  nextParam[i] = param[i] - uniforms.rate * first / (sqrt(second / uniforms.correction2) + uniforms.epsilon);`),
}

/** From so many summands on TensorFlow.js cuts small products up and adds the parts with atomic operations. */
const LONG_SUM = 2000
/** TensorFlow.js' number of its program of small tiles, which does not. */
const SMALL_TILES = 2

const own: Record<string, Kernel> = {
  ReluGrad: (backend, { dy, y }) =>
    dispatch(backend, reluGrad, {
      inputs: [dy!, y!],
      outputs: [{ shape: y!.shape }],
      uniforms: [sizeOf(y!)],
      workgroups: flat(sizeOf(y!)),
    })[0]!,
  SortedSegmentSum: (backend, { x, offsets }) => sortedSegmentSum(backend, x!, offsets!),
  AddSegmentRows: (backend, { x, rows, offsets }) => addSegmentRows(backend, x!, rows!, offsets!),
  ExpandBatch: (backend, { images, masks, places }, { shape }) =>
    expandBatch(backend, { images: images!, masks: masks!, places: places! }, shape as [number, number, number, number]),
  AdamStep(backend, { param, grad, m, v }, attrs) {
    const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = attrs as Record<string, number>
    const { shape } = param!
    const rate = learningRate! / correction1!
    return dispatch(backend, adamStep, {
      inputs: [param!, grad!, m!, v!],
      outputs: [{ shape }, { shape }, { shape }],
      uniforms: [sizeOf(param!), rate, beta1!, 1 - beta1!, beta2!, 1 - beta2!, epsilon!, correction2!],
      workgroups: flat(sizeOf(param!)),
    })
  },
} satisfies Partial<Record<ExtraKernel, Kernel>>

/** In place of TensorFlow.js' own: wrong in nothing, but slow, or not the same twice. */
const replaced: Record<string, Kernel> = {
  Conv2DBackpropFilter(backend, { x, dy }, attrs, inherited) {
    const { filterShape, strides, pad, dataFormat } = attrs as unknown as tf.Conv2DBackpropFilterAttrs
    const [height, width] = [x!.shape[1]!, x!.shape[2]!]
    const plain = [strides].flat().every((stride) => stride === 1) && pad === 'same' && dataFormat === 'NHWC'
    if (!plain) return inherited()
    const [tapRows, tapColumns, rows, columns] = filterShape
    const taps = { height, width, tapRows, tapColumns, top: (tapRows - 1) >> 1, left: (tapColumns - 1) >> 1 }
    return sumOfProducts(
      backend,
      { a: x!, b: dy!, count: x!.shape[0]! * height * width, rows, columns, shape: filterShape },
      taps,
    )
  },
  BatchMatMul(backend, { a, b }, attrs, inherited) {
    const plain = a!.shape.length === 2 || a!.shape.slice(0, -2).every((size) => size === 1)
    if (!attrs.transposeA || attrs.transposeB || !plain) return withoutAtomics(attrs, a!, inherited)
    const [count, rows] = a!.shape.slice(-2) as [number, number]
    const columns = b!.shape.at(-1)!
    return sumOfProducts(backend, { a: a!, b: b!, count, rows, columns, shape: [...a!.shape.slice(0, -2), rows, columns] })
  },
  _FusedMatMul: (_, { a }, attrs, inherited) => withoutAtomics(attrs, a!, inherited),
}

/** A product by a program whose result does not depend on which thread comes first. */
function withoutAtomics({ transposeA }: tf.NamedAttrMap, a: tf.TensorInfo, product: () => tf.TensorInfo): tf.TensorInfo {
  const rows = a.shape.at(transposeA ? -1 : -2)!
  const summands = a.shape.at(transposeA ? -2 : -1)!
  if (summands < LONG_SUM || rows > 512) return product()
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', SMALL_TILES)
  try {
    return product()
  } finally {
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', -1)
  }
}

let registered = false

/** Registers what TensorFlow.js' WebGPU backend lacks for our step, and what it has and we do better. Once a process. */
export function registerKernels(): void {
  if (registered) return
  registered = true
  for (const [kernelName, kernel] of Object.entries({ ...own, ...replaced })) {
    const inherited = tf.getKernel(kernelName, BACKEND)
    if (inherited) tf.unregisterKernel(kernelName, BACKEND)
    tf.registerKernel({
      ...inherited,
      kernelName,
      backendName: BACKEND,
      kernelFunc: (call) =>
        kernel(
          call.backend as WebGPUBackend,
          call.inputs as Inputs,
          call.attrs ?? {},
          () => inherited!.kernelFunc(call) as tf.TensorInfo,
        ),
    })
  }
}
