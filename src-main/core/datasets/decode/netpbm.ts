import { PictureError, type PictureFormat, type Pixels } from './picture-format.ts'

interface NetpbmHeader {
  readonly binary: boolean
  readonly channels: 1 | 3
  readonly width: number
  readonly height: number
  readonly maximum: number
  /** Where the samples begin. */
  readonly data: number
}

const isSpace = (byte: number | undefined) => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13)

/** Reads whole numbers between white space and comments. */
function numberReader(bytes: Uint8Array, start: number) {
  let at = start
  return {
    get at() {
      return at
    },
    next(): number {
      while (isSpace(bytes[at]) || bytes[at] === 35) {
        if (bytes[at] === 35) while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++
        else at++
      }
      const from = at
      let value = 0
      while (bytes[at]! >= 48 && bytes[at]! <= 57 && at - from < 10) value = value * 10 + bytes[at++]! - 48
      if (at > from) return value
      throw new PictureError(at >= bytes.length ? 'truncated: its samples end early' : 'damaged: expected a number')
    },
  }
}

function readHeader(bytes: Uint8Array): NetpbmHeader {
  const kind = bytes[1]! - 48
  const numbers = numberReader(bytes, 2)
  const [width, height, maximum] = [numbers.next(), numbers.next(), numbers.next()]
  if (maximum < 1 || maximum > 65_535) throw new PictureError(`damaged: its largest sample is given as ${maximum}`)
  return { binary: kind >= 5, channels: kind === 3 || kind === 6 ? 3 : 1, width, height, maximum, data: numbers.at + 1 }
}

/** PGM and PPM, as text (P2, P3) and binary (P5, P6), of 8 and 16 bits. */
export const netpbm: PictureFormat = {
  name: 'PGM, PPM',
  matches: (bytes) => bytes[0] === 80 && [50, 51, 53, 54].includes(bytes[1]!) && (isSpace(bytes[2]) || bytes[2] === 35),
  header(bytes) {
    const { width, height, channels } = readHeader(bytes)
    return { width, height, grey: channels === 1, orientation: 1 }
  },
  decode(bytes): Pixels {
    const { binary, channels, width, height, maximum, data: start } = readHeader(bytes)
    const count = width * height * channels
    const wide = maximum > 255
    const available = binary ? (bytes.length - start) / (wide ? 2 : 1) : (bytes.length - start + 1) / 2
    if (available < count) throw new PictureError('truncated: its samples end early')
    const whole = { left: 0, top: 0, width, height, channels }
    if (binary && maximum === 255) return { data: bytes.slice(start, start + count), ...whole }
    const data = new Uint8Array(count)
    const numbers = numberReader(bytes, start)
    for (let i = 0; i < count; i++) {
      const sample = !binary
        ? numbers.next()
        : wide
          ? (bytes[start + 2 * i]! << 8) | bytes[start + 2 * i + 1]!
          : bytes[start + i]!
      data[i] = Math.round((255 * Math.min(sample, maximum)) / maximum)
    }
    return { data, ...whole }
  },
}
