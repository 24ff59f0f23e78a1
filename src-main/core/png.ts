import { readFile } from 'node:fs/promises'
import { convertIndexedToRgb, decode, hasPngSignature } from 'fast-png'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { fileReason } from './file-reason.ts'

/** A decoded picture: samples [height, width, channels], from 0 to `maximum`. */
export interface DecodedPicture {
  readonly width: number
  readonly height: number
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array
  readonly maximum: number
}

/**
 * @param expected what the file should be, in words
 * @throws WorkbenchError `image-file` when it cannot be read
 */
export function readPictureFile(path: string, expected: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new WorkbenchError('image-file', `${path}: ${fileReason(error)}; expected ${expected}`)
  })
}

/** @throws WorkbenchError `image-file` when the file is missing, no PNG or damaged */
export async function readPng(path: string): Promise<DecodedPicture> {
  const bytes = await readPictureFile(path, 'a PNG picture')
  if (!hasPngSignature(new Uint8Array(bytes.subarray(0, 8)))) {
    throw new WorkbenchError(
      'image-file',
      `${path}: expected a PNG picture, got a file that is none, whatever its name; convert it to PNG`,
    )
  }
  try {
    return decodePng(bytes)
  } catch (error) {
    throw new WorkbenchError('image-file', `${path}: the PNG cannot be read (${messageOf(error)}); export it again`)
  }
}

/** @throws an error of the decoder's for one that is damaged */
export function decodePng(bytes: Uint8Array): DecodedPicture {
  const png = decode(bytes)
  const { width, height } = png
  if (png.palette) {
    const colours = png.palette[0]?.length ?? 3
    return { width, height, channels: colours, data: convertIndexedToRgb(png), maximum: 255 }
  }
  const maximum = png.depth < 8 ? 2 ** png.depth - 1 : png.depth === 16 ? 65_535 : 255
  const picture = { width, height, channels: png.channels, data: unpack(png), maximum }
  return png.transparency ? withAlpha(picture, png.transparency) : picture
}

/** A colour that stands for transparent, as an alpha channel. */
function withAlpha({ data, channels, maximum, ...size }: DecodedPicture, transparent: Uint16Array): DecodedPicture {
  const pixels = size.width * size.height
  const out = maximum > 255 ? new Uint16Array(pixels * (channels + 1)) : new Uint8Array(pixels * (channels + 1))
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel++) {
    let same = true
    for (let c = 0; c < channels; c++) {
      same &&= data[from] === transparent[c]
      out[to++] = data[from++]!
    }
    out[to++] = same ? 0 : maximum
  }
  return { ...size, channels: channels + 1, data: out, maximum }
}

/** Samples of 1, 2 and 4 bits come packed, each row from a byte of its own. */
function unpack(png: {
  width: number
  height: number
  depth: number
  channels: number
  data: DecodedPicture['data']
}): DecodedPicture['data'] {
  const { width, height, depth, data } = png
  if (depth >= 8) return data
  const rowBytes = Math.ceil((width * depth) / 8)
  const samples = new Uint8Array(width * height)
  for (let i = 0; i < samples.length; i++) {
    const bit = (i % width) * depth
    const byte = data[Math.floor(i / width) * rowBytes + (bit >> 3)]!
    samples[i] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
  }
  return samples
}

/**
 * A picture as a data set holds it: alpha is flattened on white, grey becomes RGB or RGB grey (ITU-R BT.601 luma), 16 bits become 8.
 *
 * @returns [height, width, channels], 0 … 255
 */
export function withChannels({ width, height, channels, data, maximum }: DecodedPicture, wanted: 1 | 3): Uint8Array {
  const colours = channels >= 3 ? 3 : 1
  const hasAlpha = channels === 2 || channels === 4
  if (!hasAlpha && maximum === 255 && colours === wanted) return Uint8Array.from(data)
  const out = new Uint8Array(width * height * wanted)
  for (let pixel = 0, from = 0, to = 0; pixel < width * height; pixel++, from += channels) {
    const alpha = hasAlpha ? data[from + colours]! / maximum : 1
    const scale = (255 * alpha) / maximum
    const white = 255 * (1 - alpha)
    const first = data[from]! * scale + white
    const second = colours === 3 ? data[from + 1]! * scale + white : first
    const third = colours === 3 ? data[from + 2]! * scale + white : first
    if (wanted === 1) out[to++] = Math.round(0.299 * first + 0.587 * second + 0.114 * third)
    else {
      out[to++] = Math.round(first)
      out[to++] = Math.round(second)
      out[to++] = Math.round(third)
    }
  }
  return out
}
