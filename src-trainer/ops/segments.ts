import * as tf from '@tensorflow/tfjs-core'
import { hasKernel, runKernel } from './kernels.ts'

/**
 * Rows sorted by the image they belong to: segment i is rows offsets[i] … offsets[i + 1] − 1, and may be empty.
 * Both forms are kept because our kernels want the bounds and standard operations want a segment for each row.
 */
export interface Segments {
  /** Number of segments, b. */
  readonly count: number
  /** int32 [b + 1] */
  readonly offsets: tf.Tensor1D
  /** int32 [n], the segment of each row */
  readonly rows: tf.Tensor1D
}

/** Sum of each column: [n, c] → [c]. */
export function columnSums(x: tf.Tensor2D): tf.Tensor1D {
  if (!hasKernel('SortedSegmentSum')) return tf.sum(x, 0)
  const offsets = tf.tensor1d([0, x.shape[0]], 'int32')
  return tf.reshape(runKernel<tf.Tensor2D>('SortedSegmentSum', { x, offsets }), [x.shape[1]])
}

/** Sums of each segment's rows: [n, c] → [b, c]; an empty segment's sum is 0. */
export function segmentSum(x: tf.Tensor2D, segments: Segments): tf.Tensor2D {
  if (hasKernel('SortedSegmentSum')) return runKernel<tf.Tensor2D>('SortedSegmentSum', { x, offsets: segments.offsets })
  // As a product with the membership matrix: deterministic on every backend, where scattered atomic additions are not.
  const wanted = tf.reshape(tf.range(0, segments.count, 1, 'int32'), [segments.count, 1])
  const membership = tf.cast(tf.equal(wanted, tf.reshape(segments.rows, [1, x.shape[0]])), 'float32') // [b, n]
  return tf.matMul(membership as tf.Tensor2D, x)
}

/**
 * Adds to every row its segment's vector: y[i] = x[i] + rows[segment of i].
 *
 * @param x [n, c], n ≥ 1
 * @param rows [b, c]
 * @returns [n, c]
 */
export function addSegmentRows(x: tf.Tensor2D, rows: tf.Tensor2D, segments: Segments): tf.Tensor2D {
  return tf.customGrad((...inputsAndSave) => {
    const [values, vectors, save] = inputsAndSave as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc]
    const y: tf.Tensor2D = hasKernel('AddSegmentRows')
      ? runKernel<tf.Tensor2D>('AddSegmentRows', { x: values, rows: vectors, offsets: segments.offsets })
      : tf.add(values, tf.gather(vectors, segments.rows))
    save([segments.offsets, segments.rows])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [offsets, membership] = saved as [tf.Tensor1D, tf.Tensor1D]
      return tf.tidy(() => [tf.clone(dy), segmentSum(dy as tf.Tensor2D, { count: segments.count, offsets, rows: membership })])
    }
    return { value: y, gradFunc }
  })(x, rows) as tf.Tensor2D
}
