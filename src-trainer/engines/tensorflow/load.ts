import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as tf from '@tensorflow/tfjs-core'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { Installation } from './installation.ts'
import { registerOverrides } from './kernels.ts'
import { restoreNodeUtil } from './node-shim.ts'

/** An attribute of a TensorFlow operation, as the addon takes it. */
export interface OperationAttribute {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

/** TensorFlow.js' Node backend, as far as it is used here. */
export interface TensorFlowBackend extends tf.KernelBackend {
  readonly binding: Binding
  readonly isUsingGpuDevice: boolean
  executeSingleOutput(operation: string, attributes: OperationAttribute[], inputs: tf.TensorInfo[]): tf.Tensor
}

/** The Node addon. */
interface Binding extends Record<string, unknown> {
  readonly TF_Version: string
  readonly TF_ATTR_INT: number
}

/** What the package's backend module exports, as far as it is used here. */
export interface BackendModule {
  readonly NodeJSKernelBackend: new (binding: Binding, packageName: string) => TensorFlowBackend
  readonly createTensorsTypeOpAttr: (name: string, dtype: tf.DataType) => OperationAttribute
}

export interface LoadedTensorFlow {
  /** A new backend over the process' one TensorFlow. */
  createBackend(): TensorFlowBackend
  /** TensorFlow's version, such as "2.21.0". */
  readonly version: string
}

const tfjsCore = pathToFileURL(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core')).href

/**
 * Loads TensorFlow and registers its kernels; once a process. Only the package's backend and kernels are loaded, not its index, which
 * brings layers, data and the browser's backends. They ask for `@tensorflow/tfjs` and get the `@tensorflow/tfjs-core` that the whole
 * trainer uses, wherever the package lies: with a core of their own their tensors would not be ours.
 */
export function loadTensorFlow({ name, folder, binding: addon }: Installation): LoadedTensorFlow {
  restoreNodeUtil()
  const ours = pathToFileURL(join(folder, 'dist')).href
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const isCore = context.parentURL?.startsWith(ours) && /^@tensorflow\/tfjs(-core)?$/.test(specifier)
      return isCore ? { url: tfjsCore, format: 'commonjs', shortCircuit: true } : next(specifier, context)
    },
  })
  try {
    const require = createRequire(join(folder, 'package.json'))
    const backend: BackendModule = require('./dist/nodejs_kernel_backend.js')
    const binding = sayingMemory(require(addon))
    require('./dist/register_all_kernels.js')
    registerOverrides(backend)
    return { createBackend: () => new backend.NodeJSKernelBackend(binding, name), version: binding.TF_Version }
  } finally {
    hooks.deregister()
  }
}

/** The addon, its calls into TensorFlow saying what to do when memory runs out. */
function sayingMemory(binding: Binding): Binding {
  const guarded = Object.fromEntries(
    ['executeOp', 'createTensor', 'tensorDataSync'].map((name) => {
      const call = binding[name] as (...input: unknown[]) => unknown
      const value = (...input: unknown[]) => {
        try {
          return call(...input)
        } catch (error) {
          throw explained(error)
        }
      }
      return [name, { value }]
    }),
  )
  return Object.create(binding, guarded)
}

function explained(error: unknown): unknown {
  const shape = error instanceof Error ? /OOM when allocating tensor with shape\[([\d,]*)\]/.exec(error.message)?.[1] : undefined
  const isMemory = shape !== undefined || (error instanceof Error && /RESOURCE_?EXHAUSTED|out of memory/i.test(error.message))
  if (!isMemory) return error
  const what = shape === undefined ? '' : `: no room for a tensor of ${shape.replaceAll(',', ' × ')}`
  return new WorkbenchError('memory', `TensorFlow is out of memory${what}; lower batchSize (or imageSize)`)
}
