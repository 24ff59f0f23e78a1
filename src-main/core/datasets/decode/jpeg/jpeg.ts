import { PictureError, type PictureFormat, type Pixels } from '../picture-format.ts'
import { wasmDecoder } from '../wasm-decoder.ts'
import { decodeBaseline, isPlain } from './baseline.ts'
import { type JpegFile, readMarkers } from './markers.ts'

/** More scans than any program writes: each costs a pass over the picture, so a small file of many could take hours. */
const MOST_SCANS = 100

/** Exact and complete, at a quarter of the speed. */
const decodeByMozjpeg = wasmDecoder('jpeg')

export const jpeg: PictureFormat = {
  name: 'JPEG',
  matches: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  header(bytes) {
    const { width, height, components, orientation } = readMarkers(bytes)
    return { width, height, grey: components.length === 1, orientation }
  },
  decode(bytes, region) {
    const file = readMarkers(bytes)
    return isPlain(file) ? decodeBaseline(bytes, file, region) : decodeAny(bytes, file)
  },
}

/** Progressive files, unusual sampling and colour spaces, decoded whole. */
async function decodeAny(bytes: Uint8Array, file: JpegFile): Promise<Pixels> {
  if (file.precision !== 8 || file.frame > 0xc2) {
    throw new PictureError('a JPEG of a rare kind (lossless, arithmetic or 12 bits); save it as an ordinary one')
  }
  if (file.components.length === 4) throw new PictureError('a JPEG in CMYK, the colours of print; save it in RGB')
  const scans = countMarkers(bytes, file.scan)
  if (!scans.complete) throw new PictureError('truncated: its end is missing')
  if (scans.count > MOST_SCANS) throw new PictureError(`a JPEG of ${scans.count} scans: expected at most ${MOST_SCANS}`)
  const result = await decodeByMozjpeg(bytes)
  if (result.width !== file.width || result.height !== file.height) throw new PictureError('damaged: it has two frames')
  const channels = file.components.length === 1 ? 1 : 3
  const data = new Uint8Array(result.width * result.height * channels)
  for (let from = 0, to = 0; to < data.length; from += 4) {
    for (let c = 0; c < channels; c++) data[to++] = result.data[from + c]!
  }
  return { data, left: 0, top: 0, width: result.width, height: result.height, channels }
}

function countMarkers(bytes: Uint8Array, from: number): { count: number; complete: boolean } {
  let count = 1
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xda) count++
    else if (bytes[at + 1] === 0xd9) return { count, complete: true }
  }
  return { count, complete: false }
}
