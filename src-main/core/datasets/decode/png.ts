import { inflateSync } from 'node:zlib'
import { messageOf } from '../../../../src-shared/errors.ts'
import { decodePng, withChannels } from '../../png.ts'
import { PictureError, type PictureFormat } from './picture-format.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Samples a pixel, by colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** First column and row of each pass, and how far apart its columns and rows are. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

interface PngHeader {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colour: number
  readonly interlaced: boolean
}

function readHeader(bytes: Uint8Array): PngHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 33) throw new PictureError('truncated: it ends within its header')
  if (view.getUint32(12) !== 0x49484452) throw new PictureError('damaged: it does not begin with a header')
  const header = { width: view.getUint32(16), height: view.getUint32(20), depth: bytes[24]!, colour: bytes[25]! }
  if (!(header.colour in SAMPLES)) throw new PictureError(`damaged: its header names colour type ${header.colour}`)
  return { ...header, interlaced: bytes[28] === 1 }
}

/** Bytes of the inflated picture: each row of each pass has a filter byte before it. */
function inflatedBytes({ width, height, depth, colour, interlaced }: PngHeader): number {
  const bits = SAMPLES[colour]! * depth
  const passes = interlaced ? ADAM7.map(([x, y, dx, dy]) => [(width - x) / dx, (height - y) / dy]) : [[width, height]]
  const sizes = passes.map((pass) => pass.map(Math.ceil) as [number, number])
  return sizes.reduce((sum, [w, h]) => sum + (w > 0 && h > 0 ? h * (1 + Math.ceil((w * bits) / 8)) : 0), 0)
}

/** Inflates the picture within the bounds its header sets, which finds what is cut short, damaged or a bomb. */
function checkData(bytes: Uint8Array, header: PngHeader): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = []
  let ended = false
  for (let at = 8; at + 12 <= bytes.length && !ended; ) {
    const length = view.getUint32(at)
    const type = view.getUint32(at + 4)
    if (at + 12 + length > bytes.length) throw new PictureError('truncated: it ends within its picture data')
    if (type === 0x49444154) parts.push(bytes.subarray(at + 8, at + 8 + length))
    ended = type === 0x49454e44
    at += 12 + length
  }
  if (!ended) throw new PictureError('truncated: its end is missing')
  const expected = inflatedBytes(header)
  let size: number
  try {
    size = inflateSync(Buffer.concat(parts), { maxOutputLength: expected + 1 }).length
  } catch (error) {
    const bomb = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new PictureError(
      bomb ? 'damaged: it holds more than its header says' : `damaged: its picture data cannot be read (${messageOf(error)})`,
    )
  }
  if (size < expected) throw new PictureError('truncated: its picture data end early')
}

/** PNG of 1 to 16 bits: grey, palette, RGB, each with alpha or a transparent colour, flattened on white. Gamma and profiles are not applied. */
export const png: PictureFormat = {
  name: 'PNG',
  matches: (bytes) => SIGNATURE.every((byte, i) => bytes[i] === byte),
  header(bytes) {
    const { width, height, colour } = readHeader(bytes)
    return { width, height, grey: colour === 0 || colour === 4, orientation: 1 }
  },
  decode(bytes) {
    const header = readHeader(bytes)
    checkData(bytes, header)
    const channels = header.colour === 0 || header.colour === 4 ? 1 : 3
    try {
      const picture = decodePng(bytes)
      const { width, height } = picture
      return { data: withChannels(picture, channels), left: 0, top: 0, width, height, channels }
    } catch (error) {
      throw new PictureError(`damaged: ${messageOf(error)}`)
    }
  },
}
