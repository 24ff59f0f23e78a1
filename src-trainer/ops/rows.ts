import * as tf from '@tensorflow/tfjs-core'

/** Places rows into a table of zeros: [n, c] at `indices` int32 [n] (all different) → [count, c]. */
export function scatterRows(values: tf.Tensor2D, indices: tf.Tensor1D, count: number): tf.Tensor2D {
  const [n, columns] = values.shape
  return tf.scatterND(tf.reshape(indices, [n, 1]), values, [count, columns]) as tf.Tensor2D
}

/** Picks rows of a table: [count, c] at `indices` int32 [n] → [n, c]. */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  return tf.gather(table, indices)
}
