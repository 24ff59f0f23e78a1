import { withChannels } from '../../png.ts'
import { PictureError, type PictureFormat, type PictureHeader } from './picture-format.ts'
import { wasmDecoder } from './wasm-decoder.ts'

const decodeWebp = wasmDecoder('webp')

const textAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
const bits24 = (bytes: Uint8Array, at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)

/** The container's first chunk gives the size, each of its three kinds in its own way. */
function readHeader(bytes: Uint8Array): PictureHeader {
  if (bytes.length < 30) throw new PictureError('truncated: it ends within its header')
  const declared = 8 + (bits24(bytes, 4) | (bytes[7]! << 24))
  if (declared > bytes.length) throw new PictureError('truncated: it is shorter than it says')
  const about = { grey: false, orientation: 1 }
  const kind = textAt(bytes, 12)
  if (kind === 'VP8X') {
    if (bytes[20]! & 2) throw new PictureError('an animation: expected a single picture')
    return { ...about, width: bits24(bytes, 24) + 1, height: bits24(bytes, 27) + 1 }
  }
  if (kind === 'VP8L') {
    const size = bytes[21]! | (bytes[22]! << 8) | (bytes[23]! << 16) | (bytes[24]! << 24)
    return { ...about, width: (size & 0x3fff) + 1, height: ((size >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'VP8 ') throw new PictureError('damaged: it does not begin with a picture')
  return { ...about, width: bits24(bytes, 26) & 0x3fff, height: (bits24(bytes, 28) | 0) & 0x3fff }
}

/** WebP, lossy and lossless; alpha is flattened on white. */
export const webp: PictureFormat = {
  name: 'WebP',
  matches: (bytes) => textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP',
  header: readHeader,
  async decode(bytes) {
    const { width, height } = readHeader(bytes)
    const picture = await decodeWebp(bytes)
    if (picture.width !== width || picture.height !== height) throw new PictureError('damaged: its header names another size')
    const data = withChannels({ width, height, channels: 4, data: picture.data, maximum: 255 }, 3)
    return { data, left: 0, top: 0, width, height, channels: 3 }
  },
}
