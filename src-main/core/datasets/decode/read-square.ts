import { boxResize } from '../../../../src-shared/resize.ts'
import { turnUpright } from './orientation.ts'
import { PictureError, type PictureFormat, type PictureHeader, type Pixels, type Region } from './picture-format.ts'
import { formatNames, formatOf } from './registry.ts'

/** A picture declared to be larger is refused before anything is decoded. */
const MOST_PIXELS = 100_000_000

export interface SquareOptions {
  /** Width and height of the result, in pixels. */
  readonly size: number
  readonly channels: 1 | 3
  /** Side of the centred square to cut; null: as large as there is. */
  readonly crop: number | null
}

/** Checks what a file says of itself. @throws PictureError */
export function inspect(bytes: Uint8Array): { format: PictureFormat; header: PictureHeader } {
  if (bytes.length === 0) throw new PictureError('an empty file')
  const format = formatOf(bytes)
  if (!format) throw new PictureError(`not a picture: expected ${formatNames}`)
  const header = format.header(bytes)
  const { width, height } = header
  if (width === 0 || height === 0) throw new PictureError(`damaged: it declares a size of ${width}×${height}`)
  if (width * height > MOST_PIXELS) {
    throw new PictureError(`declares ${width}×${height} pixels: expected at most ${MOST_PIXELS / 1e6} million`)
  }
  return { format, header }
}

/**
 * Decodes a picture, turns it upright, cuts its centred square and resizes that by an area filter.
 *
 * @param target [size, size, channels], 0 … 255
 * @returns what was not as it should be, though the picture was made; null where all was well
 * @throws PictureError where no picture could be made
 */
export async function readSquare(bytes: Uint8Array, options: SquareOptions, target: Uint8Array): Promise<string | null> {
  const { format, header } = inspect(bytes)
  const { size, channels, crop } = options
  const side = Math.min(crop ?? Infinity, header.width, header.height)
  const region = centredSquare(header, side)
  const decoded = format.decode(bytes, region)
  const pixels = channelsAs(decoded instanceof Promise ? await decoded : decoded, channels)
  if (header.orientation === 1) boxResize(pixels, region, size, target)
  else {
    const square = new Uint8Array(side * side * channels)
    boxResize(pixels, region, side, square)
    const turned = {
      data: turnUpright(square, side, side, channels, header.orientation),
      left: 0,
      top: 0,
      width: side,
      height: side,
      channels,
    }
    boxResize(turned, turned, size, target)
  }
  if (crop !== null && side < crop) {
    return `${header.width}×${header.height} is smaller than the crop of ${crop}: its centred ${side}×${side} was taken`
  }
  if (channels === 1 && !header.grey) return 'in colour, in a set of grey pictures: turned to grey'
  return null
}

/** The upright picture's centred square, where it lies in the picture as stored: halves of a pixel go to the upright top and left. */
function centredSquare({ width, height, orientation }: PictureHeader, side: number): Region {
  const across = width - side
  const down = height - side
  // Where the upright left or top is the stored right or bottom, the odd pixel is on the other side.
  const mirroredX = [2, 3, 7, 8].includes(orientation)
  const mirroredY = [3, 4, 6, 7].includes(orientation)
  const left = mirroredX ? across - (across >> 1) : across >> 1
  const top = mirroredY ? down - (down >> 1) : down >> 1
  return { left, top, width: side, height: side }
}

/** Grey as RGB, or RGB as grey (ITU-R BT.601 luma). */
function channelsAs(pixels: Pixels, wanted: 1 | 3): Pixels {
  if (pixels.channels === wanted) return pixels
  const count = pixels.width * pixels.height
  const data = new Uint8Array(count * wanted)
  for (let i = 0; i < count; i++) {
    if (wanted === 3) data[3 * i] = data[3 * i + 1] = data[3 * i + 2] = pixels.data[i]!
    else data[i] = Math.round(0.299 * pixels.data[3 * i]! + 0.587 * pixels.data[3 * i + 1]! + 0.114 * pixels.data[3 * i + 2]!)
  }
  return { ...pixels, data, channels: wanted }
}
