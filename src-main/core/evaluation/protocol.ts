import { createHash } from 'node:crypto'
import type { SplitName } from '../../../src-shared/datasets.ts'
import { measurementColumns } from '../../../src-shared/evaluation/measurements.ts'
import { fixedMask, fixedMasks } from '../../../src-shared/masks/fixed.ts'
import type { MaskSpec } from '../../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../../src-shared/masks/registry.ts'

const shortHash = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest('hex').slice(0, 16)
}

/**
 * What a measurement depends on besides the method: the pictures, and the masks of this kind, of which the first few stand for all, since
 * they are generated. Not how many pictures: a longer evaluation goes on from a shorter one.
 *
 * @param contentHash of the data set's pictures
 */
export function protocolHash(contentHash: string, split: SplitName, size: number, mask: MaskSpec): string {
  const few = Array.from({ length: 4 }, (_, i) => fixedMask(mask, size, i))
  return shortHash(`${measurementColumns} ${contentHash} ${split} ${size} ${formatMaskSpec(mask)}`, ...few)
}

const known = new Map<string, string>()

/** Of the masks themselves of the first `count` pictures. */
export function maskHash(mask: MaskSpec, size: number, count: number): string {
  const key = `${formatMaskSpec(mask)} ${size} ${count}`
  let hash = known.get(key)
  if (!hash) {
    hash = shortHash(formatMaskSpec(mask), fixedMasks(mask, size, 0, count))
    known.set(key, hash)
  }
  return hash
}
