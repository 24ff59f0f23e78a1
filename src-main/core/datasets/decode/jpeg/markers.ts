import { PictureError } from '../picture-format.ts'
import { orientationIn } from './exif.ts'

/** A colour component: its sampling factors and tables. */
export interface Component {
  readonly id: number
  readonly h: number
  readonly v: number
  readonly quantization: number
  dc: number
  ac: number
}

/** What a JPEG file's markers say, up to its first scan. */
export interface JpegFile {
  /** The start-of-frame marker's low byte: 0xc0 baseline, 0xc1 extended, 0xc2 progressive, … */
  readonly frame: number
  readonly precision: number
  readonly width: number
  readonly height: number
  readonly components: readonly Component[]
  /** By number, in zigzag order. */
  readonly quantization: readonly (Uint16Array | undefined)[]
  /** Huffman tables by number: [16] how many codes of each length, then the symbols. */
  readonly dcTables: readonly (Uint8Array | undefined)[]
  readonly acTables: readonly (Uint8Array | undefined)[]
  /** MCUs between restart markers, 0 for none. */
  readonly restartInterval: number
  /** EXIF's 1 to 8. */
  readonly orientation: number
  readonly jfif: boolean
  /** The Adobe marker's colour transform. */
  readonly adobe: number | undefined
  /** Components of the first scan, and where its entropy-coded data begin. */
  readonly scanComponents: number
  readonly scan: number
}

/** @throws PictureError where the markers are cut short or make no sense */
export function readMarkers(bytes: Uint8Array): JpegFile {
  const file = {
    ...{ frame: 0, precision: 0, width: 0, height: 0, restartInterval: 0, orientation: 1, jfif: false },
    ...{ adobe: undefined as number | undefined, scanComponents: 0, scan: 0 },
    components: [] as Component[],
    quantization: [] as (Uint16Array | undefined)[],
    dcTables: [] as (Uint8Array | undefined)[],
    acTables: [] as (Uint8Array | undefined)[],
  }
  const word = (at: number) => (bytes[at]! << 8) | bytes[at + 1]!
  let at = 2
  for (;;) {
    while (at < bytes.length && bytes[at] !== 0xff) at++ // what libjpeg calls extraneous bytes
    while (bytes[at] === 0xff) at++
    const marker = bytes[at++]
    if (marker === undefined || at + 2 > bytes.length) throw new PictureError('truncated: it ends before its first scan')
    if (marker === 0xd9) throw new PictureError('damaged: it has no scan')
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue
    const end = at + word(at)
    const start = at + 2
    if (end < start || end > bytes.length) throw new PictureError('truncated: it ends before its first scan')
    if (marker === 0xdb) readQuantization(bytes.subarray(start, end), file.quantization)
    else if (marker === 0xc4) readHuffman(bytes.subarray(start, end), file.dcTables, file.acTables)
    else if (marker === 0xdd) file.restartInterval = word(start)
    else if (marker === 0xe0 && isAt(bytes, start, 'JFIF\0')) file.jfif = true
    else if (marker === 0xe1 && isAt(bytes, start, 'Exif\0\0')) file.orientation = orientationIn(bytes.subarray(start + 6, end))
    else if (marker === 0xee && isAt(bytes, start, 'Adobe') && end - start >= 12) file.adobe = bytes[start + 11]
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
      if (file.frame) throw new PictureError('damaged: it has two frames')
      const count = bytes[start + 5]!
      if (end - start < 6 + 3 * count || count === 0) throw new PictureError('damaged: its frame header is too short')
      Object.assign(file, { frame: marker, precision: bytes[start], height: word(start + 1), width: word(start + 3) })
      for (let i = 0, c = start + 6; i < count; i++, c += 3) {
        const [id, sampling, quantization] = [bytes[c]!, bytes[c + 1]!, bytes[c + 2]!]
        file.components.push({ id, h: sampling >> 4, v: sampling & 15, quantization, dc: 0, ac: 0 })
      }
    } else if (marker === 0xda) {
      if (!file.frame) throw new PictureError('damaged: a scan comes before its frame header')
      file.scanComponents = bytes[start]!
      for (let i = 0; i < file.scanComponents; i++) {
        const component = file.components.find(({ id }) => id === bytes[start + 1 + 2 * i])
        if (component) [component.dc, component.ac] = [bytes[start + 2 + 2 * i]! >> 4, bytes[start + 2 + 2 * i]! & 15]
      }
      return { ...file, scan: end }
    }
    at = end
  }
}

function readQuantization(segment: Uint8Array, tables: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < segment.length; ) {
    const wide = segment[at]! >> 4
    const number = segment[at]! & 15
    at++
    if (at + 64 * (wide + 1) > segment.length) throw new PictureError('damaged: a quantization table is too short')
    const table = new Uint16Array(64)
    for (let k = 0; k < 64; k++) table[k] = wide ? (segment[at + 2 * k]! << 8) | segment[at + 2 * k + 1]! : segment[at + k]!
    tables[number] = table
    at += 64 * (wide + 1)
  }
}

function readHuffman(segment: Uint8Array, dc: (Uint8Array | undefined)[], ac: (Uint8Array | undefined)[]): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const number = segment[at]! & 15
    let symbols = 0
    for (let length = 1; length <= 16; length++) symbols += segment[at + length]!
    if (symbols > 256 || at + 17 + symbols > segment.length) throw new PictureError('damaged: a Huffman table is too short')
    const tables = segment[at]! >> 4 ? ac : dc
    tables[number] = segment.subarray(at + 1, at + 17 + symbols)
    at += 17 + symbols
  }
}

function isAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}
