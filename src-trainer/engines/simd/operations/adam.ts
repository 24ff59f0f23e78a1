import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Call, isFloat, type Overrides } from './override.ts'

/**
 * One Adam step of one parameter; all inputs of one shape.
 *
 * @returns [param', m', v'] as new tensors, see `kernels/adam.ts` for the formula
 */
function adamStep({ inputs, backend, attrs }: Call): TensorInfo[] {
  const { param, grad, m, v } = inputs
  const tensors = [param, grad, m, v] as [TensorInfo, TensorInfo, TensorInfo, TensorInfo]
  if (!isFloat(...tensors) || tensors.some(({ shape }) => !util.arraysEqual(shape, tensors[0].shape))) {
    throw new Error(
      `AdamStep takes float32 param, grad, m and v of one shape, got ${tensors.map((t) => `[${t?.shape}]`).join(', ')}`,
    )
  }
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = attrs as Record<string, number>
  const outputs = [0, 1, 2].map(() => backend.output(tensors[0].shape))
  const [p, g, m0, v0] = tensors.map((tensor) => backend.address(tensor)) as [number, number, number, number]
  const [p1, m1, v1] = outputs.map((tensor) => backend.address(tensor)) as [number, number, number]
  const n = util.sizeFromShape(tensors[0].shape)
  const [rest1, rest2] = [1 - beta1!, 1 - beta2!]
  const { kernels } = backend
  kernels.adamStep(p, g, m0, v0, p1, m1, v1, n, learningRate!, beta1!, rest1, beta2!, rest2, epsilon!, correction1!, correction2!)
  return outputs
}

export const adamOverrides: Overrides = { AdamStep: adamStep }
