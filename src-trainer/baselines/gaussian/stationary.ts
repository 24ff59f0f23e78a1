import { symmetricEigen } from './symmetric-eigen.ts'

/**
 * What a covariance of pictures would be if only the offset between two pixels mattered: the mean over all places in the picture, over
 * both reflections and over the order of two channels, projected onto the positive semi-definite matrices.
 *
 * @param covariance [dimensions, dimensions], dimensions = size·size·channels
 * @param between called every second or so
 * @returns the same shape
 */
export async function stationaryCovariance(
  covariance: Float64Array,
  size: number,
  channels: number,
  between: () => Promise<void>,
): Promise<Float64Array> {
  const dimensions = size * size * channels
  const pixelOf = Int32Array.from({ length: dimensions }, (_, i) => Math.floor(i / channels))
  const ys = pixelOf.map((pixel) => Math.floor(pixel / size))
  const xs = pixelOf.map((pixel) => pixel % size)
  /** Of two values: where they are in [|dy|, |dx|, channel, channel]. */
  const offsetOf = (i: number, j: number) =>
    ((Math.abs(ys[i]! - ys[j]!) * size + Math.abs(xs[i]! - xs[j]!)) * channels + (i % channels)) * channels + (j % channels)

  const sums = new Float64Array(size * size * channels ** 2)
  const counts = new Float64Array(sums.length)
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j < dimensions; j++) {
      const offset = offsetOf(i, j)
      sums[offset]! += covariance[i * dimensions + j]!
      counts[offset]!++
    }
  }
  const stationary = new Float64Array(dimensions ** 2)
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j < dimensions; j++) {
      const offset = offsetOf(i, j)
      stationary[i * dimensions + j] = sums[offset]! / counts[offset]!
    }
  }
  await projectOntoPositive(stationary, size, channels, between)
  return stationary
}

/** Positions along one axis as an orthonormal basis of what is even (or odd) under reflection: pairs (i, size − 1 − i) and the middle. */
function reflected(size: number, sign: 1 | -1): { at: number; mirror: number; weight: number }[] {
  const pairs = Array.from({ length: size >> 1 }, (_, i) => ({ at: i, mirror: size - 1 - i, weight: Math.SQRT1_2 }))
  const middle = size >> 1
  return size % 2 === 1 && sign === 1 ? [...pairs, { at: middle, mirror: middle, weight: 0.5 }] : pairs
}

/**
 * Adds |w|·v·vᵀ for every negative eigenvalue w. The matrix does not change when pictures are reflected, so that it falls into four of a
 * quarter of the size, of the vectors that are even or odd in each direction.
 */
async function projectOntoPositive(
  matrix: Float64Array,
  size: number,
  channels: number,
  between: () => Promise<void>,
): Promise<void> {
  const dimensions = size * size * channels
  for (const signY of [1, -1] as const) {
    for (const signX of [1, -1] as const) {
      // Each basis vector is up to four entries of a picture.
      const basis = reflected(size, signY).flatMap((row) =>
        reflected(size, signX).flatMap((column) =>
          Array.from({ length: channels }, (_, c) => {
            const weight = row.weight * column.weight
            const index = (y: number, x: number) => (y * size + x) * channels + c
            return {
              indices: [
                index(row.at, column.at),
                index(row.at, column.mirror),
                index(row.mirror, column.at),
                index(row.mirror, column.mirror),
              ],
              weights: [weight, signX * weight, signY * weight, signY * signX * weight],
            }
          }),
        ),
      )
      await between()
      const n = basis.length
      const block = new Float64Array(n * n)
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          let sum = 0
          for (let a = 0; a < 4; a++)
            for (let b = 0; b < 4; b++)
              sum +=
                basis[i]!.weights[a]! *
                basis[j]!.weights[b]! *
                matrix[basis[i]!.indices[a]! * dimensions + basis[j]!.indices[b]!]!
          block[i * n + j] = sum
          block[j * n + i] = sum
        }
      }
      const { values, vectors } = symmetricEigen(block, n)
      for (let k = 0; k < n; k++) {
        if (values[k]! >= 0) continue
        const vector = new Float64Array(dimensions)
        for (let i = 0; i < n; i++)
          for (let a = 0; a < 4; a++) vector[basis[i]!.indices[a]!]! += basis[i]!.weights[a]! * vectors[i * n + k]!
        for (let i = 0; i < dimensions; i++) {
          const scaled = -values[k]! * vector[i]!
          if (scaled !== 0) for (let j = 0; j < dimensions; j++) matrix[i * dimensions + j]! += scaled * vector[j]!
        }
      }
    }
  }
}
