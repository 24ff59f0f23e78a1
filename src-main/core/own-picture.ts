import { encode } from 'fast-png'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { pasteSquare } from '../../src-shared/paste.ts'
import type { RunDetail } from '../../src-shared/runs.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { PictureError } from './datasets/decode/picture-format.ts'
import { inspect, readSquare } from './datasets/decode/read-square.ts'
import { readUpright } from './datasets/decode/read-upright.ts'

/** How a run's pictures are made of files. */
export interface PictureRecipe {
  /** Pixels a side. */
  readonly size: number
  readonly channels: 1 | 3
  /** Side of the centred square that is cut, in the file's pixels; null: as large as there is. */
  readonly crop: number | null
}

/** By what a run's own pictures were made, whatever has become of the data set since. */
export async function pictureRecipe(run: RunDetail, datasets: DatasetCache): Promise<PictureRecipe> {
  const size = run.config.imageSize
  const recorded = run.datasetHash ? await datasets.manifestOf(run.datasetHash) : null
  const { channels, crop } = recorded ?? (await datasets.info(run.config.dataset, { imageSize: size }))
  return { size, channels: channels as 1 | 3, crop }
}

/**
 * A picture file (JPEG, PNG, PGM, PPM or WebP, any size) as the recipe makes it: decoded, upright, its centred square cut and resized.
 *
 * @returns picture [size, size, channels] uint8; note: what was done to it, empty where nothing was
 * @throws WorkbenchError `picture-file`
 */
export async function importPicture(
  file: Uint8Array,
  recipe: PictureRecipe,
): Promise<{ picture: Uint8Array; width: number; height: number; note: string }> {
  const { size, channels, crop } = recipe
  const picture = new Uint8Array(size * size * channels)
  return readable(async () => {
    const { width, height } = inspect(file).header
    const remark = await readSquare(file, { size, channels, crop }, picture)
    const side = Math.min(crop ?? Infinity, width, height)
    const cut = width === height && side === width ? '' : `, its centred ${side}×${side}`
    const resized = side === size ? '' : `, resized to ${size}×${size}`
    return { picture, width, height, note: `${width}×${height}${cut}${resized}${remark ? `; ${remark}` : ''}` }
  })
}

/** The finest rendering that is asked of a decoder. */
const finest = 16

/**
 * Fills a picture file's missing pixels in the file's own size: the decoder is asked as finely as the square was in the picture (at most
 * ×16), and only what the mask says is missing changes.
 *
 * @param mask [size, size], 1 = known
 * @param fill answers the recipe's picture filled in, at ×scale where the method can
 * @returns a PNG of 8 bits: upright, transparency on white
 * @throws WorkbenchError `picture-file`, `picture-size`; what `fill` throws
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
  const { picture } = await importPicture(file, recipe)
  const original = await readable(() => readUpright(file))
  const { width, height } = original
  const side = Math.min(crop ?? Infinity, width, height)
  const scale = Math.min(finest, Math.max(1, Math.ceil(side / size)))
  const answer = await fill(picture, scale)
  const square = { left: (width - side) >> 1, top: (height - side) >> 1, width: side }
  const filled = { data: answer.filled, size: answer.size, channels }
  const { data, channels: colours } = pasteSquare(original, square, filled, { data: mask, size })
  return { png: encode({ width, height, data, channels: colours, depth: 8 }), width, height }
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    throw new WorkbenchError('picture-file', `the picture cannot be used: ${error.message}; export it again, or take another`)
  }
}
