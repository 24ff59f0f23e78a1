import * as tf from '@tensorflow/tfjs-core'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Parameters } from '../model/parameters.ts'
import { hasKernel, runKernel } from '../ops/kernels.ts'

export interface AdamOptions {
  readonly learningRate?: number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}

/** All that an optimizer remembers, for a checkpoint: restored, training continues to the last bit. */
export interface OptimizerState {
  /** Steps taken. */
  readonly step: number
  /** First moments, one array a parameter, in the parameters' order. */
  readonly m: readonly Float32Array[]
  /** Second moments. */
  readonly v: readonly Float32Array[]
}

export interface Optimizer {
  readonly name: string
  /** Steps taken. */
  readonly step: number
  /** One step; `gradients` in the parameters' order. A schedule gives each step's learning rate. */
  apply(gradients: readonly tf.Tensor[], learningRate?: number): void
  exportState(): Promise<OptimizerState>
  importState(state: OptimizerState): void
  dispose(): void
}

/**
 * Adam (Kingma & Ba, arXiv 1412.6980), in PyTorch's form:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *     θ ← θ − lr · (m / c₁) / (√(v / c₂) + ε)       c₁ = 1 − β₁ᵗ, c₂ = 1 − β₂ᵗ
 *
 * The corrections come from the integer step t, so that a restored state continues exactly; TensorFlow.js' own keeps running
 * powers and restores them by another route, and takes its ε from the backend.
 */
export function createAdam(options: AdamOptions, parameters: Parameters): Optimizer {
  const { learningRate: defaultRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const zeros = () => parameters.list.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros([...shape]), false)))
  const first = zeros()
  const second = zeros()
  let step = 0

  return {
    name: 'adam',
    get step() {
      return step
    },
    apply(gradients, learningRate = defaultRate) {
      step++
      const attributes = {
        learningRate,
        beta1,
        beta2,
        epsilon,
        correction1: 1 - beta1 ** step,
        correction2: 1 - beta2 ** step,
      }
      parameters.list.forEach(({ variable }, i) => {
        tf.tidy(() => {
          const [m, v] = [first[i]!, second[i]!]
          const [nextValue, nextM, nextV] = adamStep({ param: variable, grad: gradients[i]!, m, v }, attributes)
          variable.assign(nextValue!)
          m.assign(nextM!)
          v.assign(nextV!)
        })
      })
    },
    async exportState() {
      const copy = (variables: tf.Variable[]) =>
        Promise.all(variables.map(async (x) => ((await x.data()) as Float32Array).slice()))
      return { step, m: await copy(first), v: await copy(second) }
    },
    importState(state) {
      if (state.m.length !== first.length || state.v.length !== second.length) {
        throw new WorkbenchError(
          'optimizer-state',
          `the optimizer's state has ${state.m.length} parameters, the model ${first.length}; it belongs to another model`,
        )
      }
      const restore = (variables: tf.Variable[], values: readonly Float32Array[]) =>
        variables.forEach((variable, i) => {
          tf.tidy(() => variable.assign(tf.tensor(values[i]!.slice(), variable.shape)))
        })
      restore(first, state.m)
      restore(second, state.v)
      step = state.step
    },
    dispose() {
      for (const variable of [...first, ...second]) variable.dispose()
    },
  }
}

interface AdamAttributes extends Record<string, number> {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly correction1: number
  readonly correction2: number
}

/** One parameter's step: [param', m', v']. */
function adamStep(
  inputs: { param: tf.Tensor; grad: tf.Tensor; m: tf.Tensor; v: tf.Tensor },
  attributes: AdamAttributes,
): tf.Tensor[] {
  if (hasKernel('AdamStep')) return runKernel<tf.Tensor[]>('AdamStep', inputs, attributes)
  const { param, grad, m, v } = inputs
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = attributes
  const nextM = tf.add(tf.mul(m, beta1), tf.mul(grad, 1 - beta1))
  const nextV = tf.add(tf.mul(v, beta2), tf.mul(tf.square(grad), 1 - beta2))
  const denominator = tf.add(tf.sqrt(tf.div(nextV, correction2)), epsilon)
  const nextParam = tf.sub(param, tf.mul(tf.div(nextM, denominator), learningRate / correction1))
  return [nextParam, nextM, nextV]
}
