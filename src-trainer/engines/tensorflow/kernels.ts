import * as tf from '@tensorflow/tfjs-core'
import type { ExtraKernel } from '../../ops/kernels.ts'
import type { BackendModule, TensorFlowBackend } from './load.ts'

export const BACKEND = 'tensorflow'

interface Call {
  readonly inputs: Record<string, tf.TensorInfo>
  readonly attrs: Record<string, number>
  readonly backend: TensorFlowBackend
}

/**
 * Kernels that TensorFlow has and TensorFlow.js' Node package lacks or wraps badly. What is missing besides (segment sums, the Adam step,
 * stacks of layers) our ops make of standard operations.
 */
export function registerOverrides({ createTensorsTypeOpAttr: typeAttribute }: BackendModule): void {
  const overrides = {
    /** One operation in place of the five that `step` takes: a seventh of a training step on a processor. */
    ReluGrad: ({ inputs: { dy, y }, backend }) =>
      backend.executeSingleOutput('ReluGrad', [typeAttribute('T', 'float32')], [dy!, y!]),

    /** Without the package's look at every index, for which it reads them back from the device. */
    GatherV2: ({ inputs: { x, indices }, attrs: { axis, batchDims }, backend }) =>
      tf.tidy(() =>
        backend.executeSingleOutput(
          'GatherV2',
          [
            { name: 'batch_dims', type: backend.binding.TF_ATTR_INT, value: batchDims },
            typeAttribute('Tparams', x!.dtype),
            typeAttribute('Tindices', indices!.dtype),
            typeAttribute('Taxis', 'int32'),
          ],
          [x!, indices!, tf.scalar(axis!, 'int32')],
        ),
      ),
  } satisfies Partial<Record<ExtraKernel | 'GatherV2', (call: Call) => tf.TensorInfo>>

  for (const [kernelName, kernelFunc] of Object.entries(overrides)) {
    if (tf.getKernel(kernelName, BACKEND)) tf.unregisterKernel(kernelName, BACKEND)
    tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc: kernelFunc as unknown as tf.KernelFunc })
  }
}
