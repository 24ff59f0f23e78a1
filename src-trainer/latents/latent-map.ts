import type { Latent, LatentPoint } from '../../src-shared/contract/latent-calls.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { randomStream } from '../../src-shared/random.ts'
import type { PrincipalComponents } from './pca.ts'

/** Latents of pictures, and what is known of how they lie. */
export interface LatentSpace {
  /** [count, dimension] */
  readonly latents: Float32Array
  /** [dimension], of the totally masked input. */
  readonly nothing: Float32Array
  readonly components: PrincipalComponents
}

/** @returns [dimension] @throws WorkbenchError `latent-picture` for a picture that is not in the map */
function pointOf({ latents, nothing, components }: LatentSpace, point: LatentPoint): Float32Array {
  const { count, dimension, directions, deviations, mean } = components
  switch (point.kind) {
    case 'mean':
      return mean
    case 'nothing':
      return nothing
    case 'sample': {
      const random = randomStream(point.seed, 'latent sample')
      const offsets = Array.from({ length: directions }, (_, j) => random.normal() * deviations[j]!)
      return shifted(components, mean, offsets)
    }
    case 'picture':
      if (point.index < count) return latents.subarray(point.index * dimension, (point.index + 1) * dimension)
      throw new WorkbenchError('latent-picture', `the map has no picture ${point.index}: expected 0 to ${count - 1}`)
  }
}

/** base + Σ offset_j v_j */
function shifted({ vectors, dimension }: PrincipalComponents, base: Float32Array, offsets: readonly number[]): Float32Array {
  const result = base.slice()
  for (const [j, offset] of offsets.entries()) {
    if (offset === 0) continue
    for (let d = 0, at = j * dimension; d < dimension; d++) result[d]! += offset * vectors[at++]!
  }
  return result
}

/** The latent that is meant: [dimension]. */
export function latentOf(space: LatentSpace, { from, to, share = 0, along = [] }: Latent): Float32Array {
  const { components } = space
  let latent = pointOf(space, from)
  if (to && share > 0) {
    const other = pointOf(space, to)
    latent = latent.map((value, d) => (1 - share) * value + share * other[d]!)
  }
  const offsets = along.slice(0, components.directions).map((steps, j) => steps * components.deviations[j]!)
  return shifted(components, latent, offsets)
}

/** Where a latent lies along the principal directions: [directions]. */
export function scoresOf({ vectors, dimension, directions, mean }: PrincipalComponents, latent: Float32Array): Float32Array {
  return Float32Array.from({ length: directions }, (_, j) => {
    let sum = 0
    for (let d = 0, at = j * dimension; d < dimension; d++) sum += (latent[d]! - mean[d]!) * vectors[at++]!
    return sum
  })
}

/** The pictures whose latents are nearest, by root mean squared difference. */
export function nearestTo({ latents, components }: LatentSpace, latent: Float32Array, most: number) {
  const { count, dimension } = components
  const distances = Array.from({ length: count }, (_, index) => {
    let sum = 0
    for (let d = 0, at = index * dimension; d < dimension; d++) sum += (latent[d]! - latents[at++]!) ** 2
    return { index, distance: Math.sqrt(sum / dimension) }
  })
  return distances.sort((a, b) => a.distance - b.distance || a.index - b.index).slice(0, most)
}
