import { symmetricEigen } from '../baselines/gaussian/symmetric-eigen.ts'

/** Principal components of some points. */
export interface PrincipalComponents {
  /** Points. */
  readonly count: number
  /** Values a point. */
  readonly dimension: number
  /** How many directions: no more than `count − 1`. */
  readonly directions: number
  /** [dimension] */
  readonly mean: Float32Array
  /** [directions, dimension], orthonormal rows; in each the entry of greatest size is positive. */
  readonly vectors: Float32Array
  /** [count, directions]: (point − mean) · vector. */
  readonly scores: Float32Array
  /** [directions], standard deviations with n − 1, descending. */
  readonly deviations: Float32Array
  /** [directions], shares of the total variance. */
  readonly shares: Float32Array
}

/** Variance below this share of the greatest is rounding error, not a direction. */
const negligible = 1e-10

/**
 * By the eigenvectors of the points' inner products, [count, count]: far fewer than [dimension, dimension] where there are fewer points
 * than values. With C = X − mean and C Cᵀ = U S² Uᵀ, the directions are the rows of S⁻¹ Uᵀ C.
 *
 * @param points [count, dimension]
 * @param most directions to keep
 * @param between called between stretches of work, so that others can go first
 */
export async function principalComponents(
  points: Float32Array,
  count: number,
  most: number,
  between: () => Promise<void> = async () => {},
): Promise<PrincipalComponents> {
  const dimension = points.length / count
  const mean = new Float64Array(dimension)
  for (let i = 0; i < points.length; i++) mean[i % dimension]! += points[i]! / count
  const centred = new Float64Array(points.length)
  for (let i = 0; i < points.length; i++) centred[i] = points[i]! - mean[i % dimension]!
  const gram = await innerProducts(centred, count, dimension, between)
  let total = 0
  for (let i = 0; i < count; i++) total += gram[i * count + i]!
  await between()
  const { values: unsorted, vectors: columns } = symmetricEigen(gram, count)
  const order = Array.from(unsorted.keys()).sort((a, b) => unsorted[b]! - unsorted[a]!)
  const values = Float64Array.from(order, (k) => unsorted[k]!)

  const kept = values.findIndex((value) => !(value > negligible * values[0]!))
  const directions = Math.min(most, count - 1, kept < 0 ? count : kept)
  const vectors = new Float32Array(directions * dimension)
  const scores = new Float32Array(count * directions)
  for (let j = 0; j < directions; j++) {
    const weights = Float64Array.from({ length: count }, (_, i) => columns[i * count + order[j]!]!)
    const direction = combine(centred, weights, dimension)
    const size = Math.sqrt(values[j]!)
    const sign = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0) < 0 ? -1 : 1
    for (let d = 0; d < dimension; d++) vectors[j * dimension + d] = (sign * direction[d]!) / size
    for (let i = 0; i < count; i++) scores[i * directions + j] = sign * size * weights[i]!
  }
  const top = values.subarray(0, directions)
  return {
    count,
    dimension,
    directions,
    mean: Float32Array.from(mean),
    vectors,
    scores,
    deviations: Float32Array.from(top, (value) => Math.sqrt(value / (count - 1))),
    shares: Float32Array.from(top, (value) => value / total),
  }
}

/** C Cᵀ, [count, count]. */
async function innerProducts(centred: Float64Array, count: number, dimension: number, between: () => Promise<void>) {
  const gram = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    if (i % 32 === 31) await between()
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let d = 0, x = i * dimension, y = j * dimension; d < dimension; d++) sum += centred[x++]! * centred[y++]!
      gram[i * count + j] = sum
      gram[j * count + i] = sum
    }
  }
  return gram
}

/** Σ weight_i · point_i, [dimension]. */
function combine(centred: Float64Array, weights: Float64Array, dimension: number): Float64Array {
  const sum = new Float64Array(dimension)
  for (const [i, weight] of weights.entries()) {
    for (let d = 0, at = i * dimension; d < dimension; d++) sum[d]! += weight * centred[at++]!
  }
  return sum
}
