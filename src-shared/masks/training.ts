import type { RunConfig } from '../config.ts'
import { randomStream } from '../random.ts'
import type { MaskSpec } from './mask.ts'
import { generateMask, maskGenerator } from './registry.ts'

/**
 * The masks of one training batch: a filling rate p ~ U(pMin, pMax) and a mask of that rate for every picture, both addressed by
 * (seed, step, picture), so that any batch can be made again.
 *
 * @param purpose "mask" in training; another name draws another set from the same distribution
 * @returns [count, size, size], 1 = known, 0 = missing
 */
export function drawMasks(
  mask: RunConfig['mask'],
  size: number,
  seed: number,
  step: number,
  count: number,
  purpose = 'mask',
): Uint8Array {
  const masks = new Uint8Array(count * size * size)
  for (let i = 0; i < count; i++) {
    const random = randomStream(seed, purpose, step, i)
    const p = mask.pMin + (mask.pMax - mask.pMin) * random.uniform()
    masks.set(generateMask({ kind: mask.kind, p }, size, random), i * size * size)
  }
  return masks
}

/** True when training with `mask` never draws such masks as `spec` describes: results on them carry a mark. */
export function isOutsideTraining(spec: MaskSpec, mask: RunConfig['mask']): boolean {
  if (spec.kind !== mask.kind) return true
  return maskGenerator(spec.kind).hasRate && (spec.p < mask.pMin || spec.p > mask.pMax)
}
