import { z } from 'zod'
import { fromWord, toWord } from '../base64.ts'
import { WorkbenchError } from '../errors.ts'
import { fixedMask } from './fixed.ts'
import { knownShare, type MaskSpec, maskSpecSchema } from './mask.ts'
import { describeMaskSpec, describeRate, formatMaskSpec, parseMaskSpec } from './registry.ts'

/**
 * A mask as a word of an address, so that a link shows what was drawn: a bit a pixel, in rows, the first the highest of its byte.
 * Its size is told by the length.
 *
 * @param mask [size·size], 1 = known, 0 = missing
 */
export function packMask(mask: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8))
  for (const [i, pixel] of mask.entries()) if (pixel === 1) bytes[i >> 3]! |= 0x80 >> (i & 7)
  return toWord(bytes)
}

/**
 * The inverse of `packMask`.
 *
 * @param size pixels a side
 * @returns [size·size], 1 = known, 0 = missing; undefined for what is no mask of size×size
 */
export function unpackMask(word: string, size: number): Uint8Array | undefined {
  const bytes = fromWord(word)
  if (bytes?.length !== Math.ceil((size * size) / 8)) return undefined
  return Uint8Array.from({ length: size * size }, (_, i) => (bytes[i >> 3]! >> (7 - (i & 7))) & 1)
}

/** Pixels a side of the mask that a word holds; undefined for what holds none. */
function packedSize(word: string): number | undefined {
  const bytes = fromWord(word)?.length ?? 0
  const size = Math.floor(Math.sqrt(bytes * 8))
  return bytes > 0 && Math.ceil((size * size) / 8) === bytes ? size : undefined
}

/** A mask that a person drew. */
export const drawnMaskSchema = z.strictObject({
  kind: z.literal('drawn'),
  word: z
    .string()
    .max(100_000)
    .refine(
      (word) => packedSize(word) !== undefined,
      'expected a drawn mask as Inpaint’s address has it behind "drawn=": a bit a pixel, in base64 for URLs',
    ),
})
type DrawnMask = z.infer<typeof drawnMaskSchema>

/** A mask to generate, or one that was drawn. */
export const anyMaskSchema = z.discriminatedUnion('kind', [maskSpecSchema, drawnMaskSchema])
export type AnyMask = MaskSpec | DrawnMask

/** As `formatMaskSpec`; or "drawn:" and the word. */
export const formatMask = (mask: AnyMask) => (mask.kind === 'drawn' ? `drawn:${mask.word}` : formatMaskSpec(mask))

/** @throws WorkbenchError `mask-spec` */
export function parseMask(text: string): AnyMask {
  if (!text.startsWith('drawn:')) return parseMaskSpec(text, ['drawn:WORD'])
  const { data, error } = drawnMaskSchema.safeParse({ kind: 'drawn', word: text.slice('drawn:'.length) })
  if (!data) throw new WorkbenchError('mask-spec', `mask "${text.slice(0, 40)}": ${error.issues[0]!.message}`)
  return data
}

/** The share of known pixels: of a mask to generate, the expected one. */
export function maskRate(mask: AnyMask): number {
  return mask.kind === 'drawn' ? knownShare(unpackMask(mask.word, packedSize(mask.word)!)!) : mask.p
}

/** For people: as `describeMaskSpec`. */
export const describeMask = (mask: AnyMask) =>
  mask.kind === 'drawn' ? `Drawn by hand, ${describeRate(maskRate(mask))}` : describeMaskSpec(mask)

/**
 * What lies on picture `index` of a split: what was drawn, or what every evaluation takes.
 *
 * @returns [size, size], 1 = known, 0 = missing
 * @throws WorkbenchError `mask-size` for one that was drawn at another size
 */
export function layMask(mask: AnyMask, size: number, index: number): Uint8Array {
  if (mask.kind !== 'drawn') return fixedMask(mask, size, index)
  const drawn = unpackMask(mask.word, size)
  if (drawn) return drawn
  const side = packedSize(mask.word)
  throw new WorkbenchError(
    'mask-size',
    `the drawn mask is ${side}×${side}, the run expects ${size}×${size}; draw it again on a picture of this run, or pick another run`,
  )
}
