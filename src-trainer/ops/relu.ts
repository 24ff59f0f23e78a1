import * as tf from '@tensorflow/tfjs-core'
import { hasKernel, runKernel } from './kernels.ts'

/** Gradient through y = max(0, ·): dy where y > 0, else 0. Both of one shape. Needs only the output, so the input can go. */
export function reluGradient<T extends tf.Tensor>(dy: T, y: T): T {
  if (hasKernel('ReluGrad')) return runKernel<T>('ReluGrad', { dy, y })
  return tf.mul(dy, tf.step(y))
}

/** max(0, x), elementwise. */
export function relu<T extends tf.Tensor>(x: T): T {
  return tf.customGrad((input, save) => {
    const y = tf.relu(input as T)
    ;(save as tf.GradSaveFunc)([y])
    return { value: y, gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => reluGradient(dy, kept!) }
  })(x) as T
}

/** max(0, a + b), elementwise: the end of a residual block. One gradient serves both. */
export function addRelu<T extends tf.Tensor>(a: T, b: T): T {
  return tf.customGrad((left, right, save) => {
    const y = tf.relu(tf.add(left as T, right as T))
    ;(save as tf.GradSaveFunc)([y])
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => {
        const gradient = reluGradient(dy, kept!)
        return [gradient, tf.clone(gradient)] // a clone, as the tape disposes of what it adds up
      },
    }
  })(a, b) as T
}
