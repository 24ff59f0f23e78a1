import type { RandomStream } from '../../../src-shared/random.ts'
import { openMatrixSpace, rowStep } from './kernels.ts'
import type { GaussianParameters } from './parameters.ts'

/** Pictures are [height, width, channel] 0 … 255, masks [height, width], 1 = known; answers are [missing values], in order, in [0, 1]. */
export interface Conditional {
  readonly mean: Float64Array
  /** E[missing | known] */
  expectation(picture: Uint8Array, mask: Uint8Array): Float64Array
  /** One draw of the missing values, given the known ones. */
  sample(picture: Uint8Array, mask: Uint8Array, random: RandomStream): Float64Array
  /** log p(missing | known) in nats, of values in [0, 1]. */
  logDensity(picture: Uint8Array, mask: Uint8Array): number
}

/** Values of a picture's known (1) or missing (0) pixels, ascending. */
export function valuesOf(mask: Uint8Array, state: 0 | 1, channels: number): Int32Array {
  const indices: number[] = []
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === state) for (let c = 0; c < channels; c++) indices.push(pixel * channels + c)
  }
  return Int32Array.from(indices)
}

/**
 * A normal distribution of pictures, conditioned on what is known of one. Known and missing values can both be solved for: with C the
 * covariance and P its inverse, E = μ_U + C_UK·C_KK⁻¹·(x_K − μ_K) = μ_U − P_UU⁻¹·P_UK·(x_K − μ_K); whichever is smaller is factored, and
 * kept for the next picture under the same mask.
 */
export function openConditional(parameters: GaussianParameters, channels: number): Conditional {
  const { dimensions, mean, logDeterminant } = parameters
  const space = openMatrixSpace()
  const step = rowStep(dimensions)
  const covariance = unpack(parameters.covariance)
  const precision = unpack(parameters.precision)
  const indexBlock = space.take(dimensions * 4)
  const vector = space.take(dimensions * 8)
  const work = space.mark()
  let factored: { key: string; size: number } | undefined

  function unpack(triangle: Float64Array): number {
    const matrix = space.take(dimensions * step)
    for (let i = 0, from = 0; i < dimensions; i++) {
      for (let j = 0; j <= i; j++, from++) {
        space.numbers[(matrix + i * step) / 8 + j] = triangle[from]!
        space.numbers[(matrix + j * step) / 8 + i] = triangle[from]!
      }
    }
    return matrix
  }

  /** Leaves the Cholesky factor of a matrix' rows and columns `indices` at `work`. */
  function factorOf(matrix: number, indices: Int32Array, mask: Uint8Array): void {
    const key = `${matrix} ${Buffer.from(mask.buffer, mask.byteOffset, mask.length).toString('latin1')}`
    if (factored?.key === key) return
    factored = undefined
    space.release(work)
    const own = rowStep(indices.length)
    space.take(indices.length * own)
    space.integers.set(indices, indexBlock / 4)
    space.gather(matrix, step, indexBlock, indices.length, work, own)
    const failed = space.factor(work, own, indices.length, indices.length)
    if (failed > 0) throw new Error(`covariance is not positive definite at value ${indices[failed - 1]}`)
    factored = { key, size: indices.length }
  }

  const deviations = (picture: Uint8Array, indices: Int32Array) => Float64Array.from(indices, (i) => picture[i]! / 255 - mean[i]!)

  /** Rows `rows` of a matrix, columns `columns`, times x. */
  function times(matrix: number, rows: Int32Array, columns: Int32Array, x: Float64Array): Float64Array {
    const { numbers } = space
    return Float64Array.from(rows, (row) => {
      const from = (matrix + row * step) / 8
      let sum = 0
      for (let k = 0; k < columns.length; k++) sum += numbers[from + columns[k]!]! * x[k]!
      return sum
    })
  }

  /** x through L⁻¹, L⁻ᵀ or both, L the factor at `work`. */
  function solve(x: Float64Array, which: 'lower' | 'upper' | 'both'): Float64Array {
    const n = x.length
    space.numbers.set(x, vector / 8)
    if (which !== 'upper') space.solveLower(work, rowStep(n), n, vector)
    if (which !== 'lower') space.solveUpper(work, rowStep(n), n, vector)
    return space.numbers.slice(vector / 8, vector / 8 + n)
  }

  const squareNorm = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0)
  function logDeterminantOfFactor(): number {
    const n = factored!.size
    let sum = 0
    for (let i = 0; i < n; i++) sum += 2 * Math.log(space.numbers[(work + i * rowStep(n)) / 8 + i]!)
    return sum
  }

  function expectation(picture: Uint8Array, mask: Uint8Array): Float64Array {
    const known = valuesOf(mask, 1, channels)
    const missing = valuesOf(mask, 0, channels)
    const x = deviations(picture, known)
    if (known.length <= missing.length) {
      factorOf(covariance, known, mask)
      const shift = times(covariance, missing, known, solve(x, 'both'))
      return shift.map((value, i) => mean[missing[i]!]! + value)
    }
    factorOf(precision, missing, mask)
    return solve(times(precision, missing, known, x), 'both').map((value, i) => mean[missing[i]!]! - value)
  }

  return {
    mean,
    expectation,
    sample(picture, mask, random) {
      const expected = expectation(picture, mask)
      factorOf(precision, valuesOf(mask, 0, channels), mask)
      const noise = solve(
        expected.map(() => random.normal()),
        'upper',
      )
      return expected.map((value, i) => value + noise[i]!)
    },
    logDensity(picture, mask) {
      const known = valuesOf(mask, 1, channels)
      const missing = valuesOf(mask, 0, channels)
      const constant = missing.length * Math.log(2 * Math.PI)
      if (known.length <= missing.length) {
        const all = Int32Array.from(mean.keys())
        const x = deviations(picture, all)
        const whole = times(precision, all, all, x).reduce((sum, value, i) => sum + value * x[i]!, 0)
        factorOf(covariance, known, mask)
        const part = squareNorm(solve(deviations(picture, known), 'lower'))
        return -(constant + logDeterminant - logDeterminantOfFactor() + whole - part) / 2
      }
      const expected = expectation(picture, mask)
      const error = expected.map((value, i) => picture[missing[i]!]! / 255 - value)
      const square = times(precision, missing, missing, error).reduce((sum, value, i) => sum + value * error[i]!, 0)
      return -(constant - logDeterminantOfFactor() + square) / 2
    },
  }
}
