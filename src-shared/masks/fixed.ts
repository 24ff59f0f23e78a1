import { randomStream } from '../random.ts'
import type { MaskSpec } from './mask.ts'
import { formatMaskSpec, generateMask } from './registry.ts'

/** Evaluation masks are the same for every run, so that runs can be compared: this seed is the protocol's, not a run's. */
const protocolSeed = 20_220_217

/**
 * The mask that picture `index` of a split is evaluated under, always and everywhere.
 *
 * @returns [size, size], 1 = known, 0 = missing
 */
export function fixedMask(spec: MaskSpec, size: number, index: number): Uint8Array {
  return generateMask(spec, size, randomStream(protocolSeed, `evaluation ${formatMaskSpec(spec)}`, index))
}

/** [count, size, size]: the masks of pictures `first` … `first + count − 1`. */
export function fixedMasks(spec: MaskSpec, size: number, first: number, count: number): Uint8Array {
  const masks = new Uint8Array(count * size * size)
  for (let i = 0; i < count; i++) masks.set(fixedMask(spec, size, first + i), i * size * size)
  return masks
}
