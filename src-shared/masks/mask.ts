import { z } from 'zod'
import type { RandomStream } from '../random.ts'

/**
 * Masks. Polarity everywhere in the program: **1 = known, 0 = missing**; a mask is a Uint8Array of height·width in row order.
 * The filling rate p is the expected share of *known* pixels: p = 0.3 is harder than p = 0.5.
 */

/** A mask to generate: a kind and, for the kinds that have one, its filling rate. */
export const maskSpecSchema = z.strictObject({
  kind: z.enum([
    'random',
    'rect-centred',
    'rect-random',
    'half',
    'strokes-thin',
    'strokes-medium',
    'strokes-thick',
    'pattern',
    'grid-2',
    'grid-4',
    'outpaint',
    'all',
  ]),
  p: z.number().min(0).max(1),
})
export type MaskSpec = z.infer<typeof maskSpecSchema>
export type GeneratedMaskKind = MaskSpec['kind']

/** One way to make masks: adding one is a file, a line in `registry.ts` and a test. */
export interface MaskGenerator {
  readonly kind: GeneratedMaskKind
  /** For labels: "Random", "Rectangle, centred". */
  readonly label: string
  /** False when the kind has one filling rate only. */
  readonly hasRate: boolean
  /** Of a kind that has one only: its expected share of known pixels. */
  readonly fixedRate?: number
  /**
   * @param size width and height in pixels
   * @param p expected share of known pixels, [0, 1]
   * @returns [height·width], 1 = known, 0 = missing
   */
  generate(size: number, p: number, random: RandomStream): Uint8Array
}

/** Realised share of known pixels of a mask. */
export function knownShare(mask: Uint8Array): number {
  let known = 0
  for (const pixel of mask) known += pixel
  return mask.length === 0 ? 0 : known / mask.length
}
