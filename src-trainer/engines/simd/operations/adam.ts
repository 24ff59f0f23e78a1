import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Call, isFloat, type Overrides } from './override.ts'

type Seven = [number, number, number, number, number, number, number]

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
  const tasks = backend.cut(n, 16_384, 16).map(({ first, count }) => {
    const [pAt, gAt, mAt, vAt, p1At, m1At, v1At] = [p, g, m0, v0, p1, m1, v1].map((at) => at + 4 * first) as Seven
    const rates = [learningRate!, beta1!, rest1, beta2!, rest2, epsilon!, correction1!, correction2!] as const
    return [backend.pool.call('adamStep', pAt, gAt, mAt, vAt, p1At, m1At, v1At, count, ...rates)]
  })
  backend.run(tasks)
  return outputs
}

export const adamOverrides: Overrides = { AdamStep: adamStep }
