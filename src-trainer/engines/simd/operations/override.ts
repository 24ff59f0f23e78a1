import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'

/** One call of a kernel, as TensorFlow.js makes it. */
export interface Call {
  readonly inputs: NamedTensorInfoMap
  readonly backend: SimdBackend
  readonly attrs: NamedAttrMap
}

/**
 * Our form of a kernel. `undefined` leaves the call to the inherited CPU kernel, which handles every type, shape and
 * option: an override takes only what it is fast at.
 */
export type Override = (call: Call) => TensorInfo | TensorInfo[] | undefined

/** By TensorFlow.js' name of the kernel. */
export type Overrides = Readonly<Record<string, Override>>

/** Elements of simple work that are worth a task of their own: some 20 µs. */
export const GRAIN = 32_768

export function isFloat(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor?.dtype === 'float32')
}

/** The same data under another shape, as the Reshape and Identity kernels give it. */
export function alias(backend: SimdBackend, { dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(dataId)
  return { dataId, shape, dtype }
}
