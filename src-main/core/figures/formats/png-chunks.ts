import { crc32 } from 'node:zlib'

const signatureLength = 8

/** A chunk of a PNG: its length, type, data and checksum. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(data, 8)
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)))
  return bytes
}

function resolution(dotsPerInch: number): Uint8Array {
  const data = new Uint8Array(9)
  const view = new DataView(data.buffer)
  const dotsPerMetre = Math.round(dotsPerInch / 0.0254)
  view.setUint32(0, dotsPerMetre)
  view.setUint32(4, dotsPerMetre)
  data[8] = 1
  return chunk('pHYs', data)
}

/** International text: keyword, no compression, no language, UTF-8. */
const words = (keyword: string, text: string): Uint8Array =>
  chunk('iTXt', new TextEncoder().encode(`${keyword.slice(0, 79)}\0\0\0\0\0${text}`))

/**
 * A PNG that says how large it is and what it shows.
 *
 * @param png as an encoder wrote it
 * @param texts by keyword (Latin letters, at most 79)
 */
export function annotatePng(png: Uint8Array, dotsPerInch: number, texts: Readonly<Record<string, string>>): Uint8Array {
  const headerEnd = signatureLength + 12 + new DataView(png.buffer, png.byteOffset).getUint32(signatureLength)
  return Buffer.concat([
    png.subarray(0, headerEnd),
    resolution(dotsPerInch),
    ...Object.entries(texts).map(([keyword, text]) => words(keyword, text)),
    png.subarray(headerEnd),
  ])
}
