import { encode } from 'fast-png'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { pasteSquare } from '../../src-shared/paste.ts'
import { readUpright } from './datasets/decode/read-upright.ts'
import { type PictureRecipe, readOwnPicture } from './own-picture.ts'

/** The finest rendering that is asked of a decoder. */
const finest = 16

/**
 * Fills a picture file's missing pixels in the file's own size: the decoder is asked as finely as the square was in the picture (at most
 * ×16), and only what the mask says is missing changes.
 *
 * @param mask [size, size], 1 = known
 * @param fill answers the recipe's picture filled in, at ×scale where the method can
 * @returns a PNG of 8 bits: upright, transparency on white
 * @throws WorkbenchError `picture-size`; PictureError where no picture can be made of the file; what `fill` throws
 */
export async function pasteBack(
  file: Uint8Array,
  recipe: PictureRecipe,
  mask: Uint8Array,
  fill: (picture: Uint8Array, scale: number) => Promise<{ filled: Uint8Array; size: number }>,
): Promise<{ png: Uint8Array; width: number; height: number }> {
  const { size, channels, crop } = recipe
  if (mask.length !== size * size) {
    throw new WorkbenchError(
      'picture-size',
      `the mask has ${mask.length} pixels, expected ${size}×${size}; take one of the run’s size`,
    )
  }
  const { picture } = await readOwnPicture(file, recipe)
  const original = await readUpright(file)
  const { width, height } = original
  const side = Math.min(crop ?? Infinity, width, height)
  const scale = Math.min(finest, Math.max(1, Math.ceil(side / size)))
  const answer = await fill(picture, scale)
  const square = { left: (width - side) >> 1, top: (height - side) >> 1, width: side }
  const filled = { data: answer.filled, size: answer.size, channels }
  const { data, channels: colours } = pasteSquare(original, square, filled, { data: mask, size })
  return { png: encode({ width, height, data, channels: colours, depth: 8 }), width, height }
}
