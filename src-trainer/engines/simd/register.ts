import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { adamOverrides } from './operations/adam.ts'
import { batchOverrides } from './operations/batch.ts'
import { convolutionOverrides } from './operations/convolution.ts'
import { denseOverrides } from './operations/dense.ts'
import { elementwiseOverrides } from './operations/elementwise.ts'
import { matmulOverrides } from './operations/matmul.ts'
import { movementOverrides } from './operations/movement.ts'
import type { Call, Override, Overrides } from './operations/override.ts'
import { reductionOverrides } from './operations/reduction.ts'
import { rowOverrides } from './operations/rows.ts'

export const BACKEND = 'simd'

const overrides: Overrides = {
  ...matmulOverrides,
  ...convolutionOverrides,
  ...denseOverrides,
  ...elementwiseOverrides,
  ...reductionOverrides,
  ...rowOverrides,
  ...movementOverrides,
  ...adamOverrides,
  ...batchOverrides,
}

/** Registers every kernel: the CPU backend's, ours before it where we have one, and our own that it lacks. */
export function registerKernels(): void {
  const inherited = new Map(tf.getKernelsForBackend('cpu').map((kernel) => [kernel.kernelName, kernel]))
  for (const kernel of inherited.values()) {
    const override = overrides[kernel.kernelName]
    const kernelFunc = override ? kernelOf(override, kernel.kernelFunc) : kernel.kernelFunc
    tf.registerKernel({ ...kernel, backendName: BACKEND, kernelFunc })
  }
  for (const [kernelName, override] of Object.entries(overrides)) {
    if (!inherited.has(kernelName)) tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc: kernelOf(override) })
  }
}

export function unregisterKernels(): void {
  for (const { kernelName } of tf.getKernelsForBackend(BACKEND)) tf.unregisterKernel(kernelName, BACKEND)
}

/** An override as TensorFlow.js calls it; what it leaves alone is the inherited kernel's. */
function kernelOf(override: Override, inherited?: tf.KernelFunc): tf.KernelFunc {
  return (given) => {
    const call = { ...given, attrs: given.attrs ?? {} } as Call
    const inputs = Object.values(call.inputs).filter((input) => input !== undefined)
    let results: ReturnType<Override>
    try {
      results = override(call)
    } finally {
      call.backend.note(inputs, results ? [results].flat() : [])
    }
    return results ?? inherited!(given)
  }
}
