import { fixedMask } from '../../../src-shared/masks/fixed.ts'
import { maskedPsnr } from '../../../src-shared/metrics.ts'
import type { DatasetReader } from '../../data/dataset-reader.ts'
import { valuesOf } from './conditional.ts'
import { type MatrixSpace, openMatrixSpace, rowStep } from './kernels.ts'
import { readMoments } from './moments.ts'
import { type GaussianParameters, triangleLength } from './parameters.ts'
import { stationaryCovariance } from './stationary.ts'

/** Candidates, ascending. The search begins at 0.7 and 2e-7, which suit faces, and stays there without validation pictures. */
const shrinkages = [0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9]
const floors = [2e-7, 2e-6, 2e-5, 2e-4]
/** Pictures of the validation split that choose between them, under random masks of this filling rate. */
const judges = { pictures: 48, mask: { kind: 'random', p: 0.3 } } as const

type Between = () => Promise<void>
type Shrinkage = Pick<GaussianParameters, 'shrinkage' | 'floor'>
type Covariance = (i: number, j: number) => number

/**
 * Mean and covariance of the training pictures and their reflections, shrunk towards the stationary covariance:
 * C = (1 − λ)·S + λ·S_stat + floor·I, with λ and the floor that fill the validation pictures best.
 *
 * @param between called every second or so
 * @param given used instead of what validation would choose
 */
export async function fitGaussian(reader: DatasetReader, between: Between, given?: Shrinkage): Promise<GaussianParameters> {
  const { imageSize, channels } = reader
  const space = openMatrixSpace()
  const { mean, covariance, dimensions } = await readMoments(reader, space, between)
  const stationary = await stationaryCovariance(covariance, imageSize, channels, between)
  const shrunk =
    (shrinkage: number, floor: number): Covariance =>
    (i, j) => {
      const at = i * dimensions + j
      return (1 - shrinkage) * covariance[at]! + shrinkage * stationary[at]! + (i === j ? floor : 0)
    }
  const { shrinkage, floor } = given ?? (await choose(openJudge(reader, space, mean, between), shrunk))
  await between()
  return { dimensions, mean, shrinkage, floor, ...invert(space, dimensions, shrunk(shrinkage, floor)) }
}

async function choose(
  judge: (covariance: Covariance) => Promise<number>,
  shrunk: (shrinkage: number, floor: number) => Covariance,
) {
  const shrinkage = await climb(shrinkages, 5, (candidate) => judge(shrunk(candidate, floors[0]!)))
  const floor = await climb(floors, 0, (candidate) => judge(shrunk(shrinkage, candidate)))
  return { shrinkage, floor }
}

/** The candidate that scores best, found by walking uphill. */
async function climb(candidates: readonly number[], start: number, score: (candidate: number) => Promise<number>) {
  const known = new Map<number, number>()
  const at = async (i: number) => {
    if (i < 0 || i >= candidates.length) return Number.NEGATIVE_INFINITY
    if (!known.has(i)) known.set(i, await score(candidates[i]!))
    return known.get(i)!
  }
  let best = start
  for (;;) {
    const next = (await at(best + 1)) > (await at(best)) ? best + 1 : (await at(best - 1)) > (await at(best)) ? best - 1 : best
    if (next === best) return candidates[best]!
    best = next
  }
}

/** Scores a covariance: mean PSNR over missing pixels of the judges, −∞ where it cannot be factored. */
function openJudge(reader: DatasetReader, space: MatrixSpace, mean: Float64Array, between: Between) {
  const { imageSize, channels } = reader
  const { count } = reader.splits.validation
  const used = Math.min(count, judges.pictures)
  const indices = Uint32Array.from({ length: used }, (_, i) => Math.floor((i * count) / used))
  const pictures = reader.read('validation', indices)

  return async (covariance: Covariance): Promise<number> => {
    let sum = 0
    for (let i = 0; i < used; i++) {
      if (i % 8 === 7) await between()
      const picture = pictures.subarray(i * mean.length, (i + 1) * mean.length)
      const mask = fixedMask(judges.mask, imageSize, i)
      const filled = fillOnce(space, covariance, mean, picture, mask, channels)
      if (!filled) return Number.NEGATIVE_INFINITY
      sum += maskedPsnr(filled, picture, mask, channels)
    }
    return sum
  }
}

function fillOnce(
  space: MatrixSpace,
  covariance: Covariance,
  mean: Float64Array,
  picture: Uint8Array,
  mask: Uint8Array,
  channels: number,
): Float32Array | undefined {
  const known = valuesOf(mask, 1, channels)
  const n = known.length
  const step = rowStep(n)
  const mark = space.mark()
  const matrix = space.take(n * step)
  const vector = space.take(n * 8)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) space.numbers[(matrix + i * step) / 8 + j] = covariance(known[i]!, known[j]!)
    space.numbers[vector / 8 + i] = picture[known[i]!]! / 255 - mean[known[i]!]!
  }
  const failed = space.factor(matrix, step, n, n)
  space.solveLower(matrix, step, n, vector)
  space.solveUpper(matrix, step, n, vector)
  const weights = space.numbers.slice(vector / 8, vector / 8 + n)
  space.release(mark)
  if (failed > 0) return undefined
  const filled = new Float32Array(mean.length)
  for (const missing of valuesOf(mask, 0, channels)) {
    let value = mean[missing]!
    for (let k = 0; k < n; k++) value += covariance(missing, known[k]!) * weights[k]!
    filled[missing] = value
  }
  return filled
}

/** The covariance, its inverse and its determinant: rows of the identity below it become L⁻ᵀ, and L⁻ᵀ·L⁻¹ is the inverse. */
function invert(space: MatrixSpace, n: number, covariance: Covariance) {
  const step = rowStep(n)
  const mark = space.mark()
  const matrix = space.take(2 * n * step)
  const inverse = space.take(n * step)
  const packed = new Float64Array(triangleLength(n))
  const { numbers } = space
  numbers.fill(0, matrix / 8, (inverse + n * step) / 8)
  for (let i = 0, to = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, to++) {
      packed[to] = covariance(i, j)
      numbers[(matrix + i * step) / 8 + j] = packed[to]!
    }
    numbers[(matrix + (n + i) * step) / 8 + i] = 1
  }
  const failed = space.factor(matrix, step, n, 2 * n)
  if (failed > 0) throw new Error(`the shrunk covariance is not positive definite at value ${failed - 1} of ${n}`)
  const rows = matrix + n * step
  space.subtractProducts(inverse, step, rows, step, rows, step, n, n, n, 1)
  const precision = new Float64Array(packed.length)
  let logDeterminant = 0
  for (let i = 0, to = 0; i < n; i++) {
    logDeterminant += 2 * Math.log(numbers[(matrix + i * step) / 8 + i]!)
    for (let j = 0; j <= i; j++, to++) precision[to] = -numbers[(inverse + i * step) / 8 + j]!
  }
  space.release(mark)
  return { covariance: packed, precision, logDeterminant }
}
