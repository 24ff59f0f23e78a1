import { PictureError, type Pixels, type Region } from '../picture-format.ts'
import { freshKernels, type Kernels } from './kernels.ts'
import type { JpegFile } from './markers.ts'
import { type Plane, toRgb } from './to-rgb.ts'

/** Twice the position in the block, row by row, of the k-th coefficient in zigzag order: where its 16 bits are. */
const ZIGZAG = Uint8Array.from(
  [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
    49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  ],
  (position) => 2 * position,
)

/** i32 in a component's record, as `kernels/layout.ts` has it. */
const PART_WORDS = 16

/** What the kernels may find wrong, by its number. */
const faults = [
  '',
  'truncated: its picture data end early',
  'damaged: its picture data hold no valid code',
  'damaged: a block of its picture data is too long',
  'truncated: a restart marker is missing',
  'damaged: a Huffman table has more codes than there can be',
]
const TABLE_BYTES = 2048 + 4096 + 72 + 72 + 256

/** A component of a picture that is being decoded. */
interface Part {
  readonly plane: Plane
  /** Its record's words. */
  readonly record: readonly number[]
}

/**
 * Whether `decodeBaseline` reads it: sequential, Huffman-coded, 8 bits, one scan, grey or Y'CbCr in 4:4:4, 4:2:2 or 4:2:0. That is
 * what cameras and programs write unless they are asked for something else.
 */
export function isPlain(file: JpegFile): boolean {
  if ((file.frame !== 0xc0 && file.frame !== 0xc1) || file.precision !== 8) return false
  if (file.width === 0 || file.height === 0 || file.scanComponents !== file.components.length) return false
  const [y, cb, cr] = file.components
  if (file.components.length === 1) return true
  if (file.components.length !== 3 || !y || !cb || !cr || cb.h * cb.v !== 1 || cr.h * cr.v !== 1) return false
  if (y.h > 2 || y.v > y.h || y.h * y.v === 0) return false
  if (file.jfif) return true
  const letters = String.fromCharCode(y.id, cb.id, cr.id)
  return file.adobe === undefined ? letters !== 'RGB' : file.adobe === 1
}

/** The end of an interval of samples, widened by what upsampling looks at and rounded to blocks. */
function blockRange(start: number, length: number, shrink: number, blocks: number): [first: number, end: number] {
  const first = Math.floor(start / shrink) - 1
  const end = Math.ceil((start + length) / shrink) + 1
  return [Math.max(0, first >> 3), Math.min(blocks, (end + 7) >> 3)]
}

/**
 * Decodes a part of a plain JPEG file: only the blocks it needs are transformed. Equal, to the bit, to what libjpeg-turbo makes of it
 * with its accurate transform and smooth ("fancy") upsampling, its defaults and Pillow's.
 *
 * @returns the region's pixels, valid until the next call
 * @throws PictureError
 */
export function decodeBaseline(bytes: Uint8Array, file: JpegFile, region: Region): Pixels {
  const kernels = freshKernels()
  const { components, width, height } = file
  const single = components.length === 1
  const maxH = single ? 1 : components[0]!.h
  const maxV = single ? 1 : components[0]!.v
  const across = Math.ceil(width / (8 * maxH)) // MCUs
  const down = Math.ceil(height / (8 * maxV))
  const parts = components.map((component): Part => {
    const h = single ? 1 : component.h
    const v = single ? 1 : component.v
    const [shrinkX, shrinkY] = [maxH / h, maxV / v]
    const stride = across * h * 8
    const plane = {
      samples: kernels.take(stride * down * v * 8),
      stride,
      width: Math.ceil(width / shrinkX),
      height: Math.ceil(height / shrinkY),
    }
    const columns = blockRange(region.left, region.width, shrinkX, across * h)
    const rows = blockRange(region.top, region.height, shrinkY, down * v)
    const dc = huffman(kernels, file.dcTables[component.dc])
    const ac = huffman(kernels, file.acTables[component.ac])
    const quantization = put(kernels, file.quantization[component.quantization])
    return { plane, record: [h, v, plane.samples, stride, dc, ac, quantization, ...columns, ...rows, 0] }
  })
  const scan = kernels.take(bytes.length - file.scan)
  const data = kernels.take(bytes.length - file.scan)
  const ends = kernels.take(2 * (bytes.length - file.scan) + 8)
  const found = kernels.take(8)
  kernels.bytes.set(bytes.subarray(file.scan), scan)
  kernels.unstuff(scan, scan + bytes.length - file.scan, data, ends, found)
  const stretches = kernels.words[found >> 2]!
  const complete = kernels.words[(found >> 2) + 1] === 1

  const records = kernels.take(4 * PART_WORDS * parts.length)
  const zigzag = put(kernels, ZIGZAG)
  const block = kernels.take(128)
  for (const [i, { record }] of parts.entries()) kernels.words.set(record, (records >> 2) + PART_WORDS * i)
  // What lies below the region need not be read, where the file says of itself that it is whole.
  const needed = Math.max(...parts.map(({ record }) => Math.ceil(record[10]! / record[1]!)))
  const rows = complete ? needed : down
  const interval = file.restartInterval
  const fault = kernels.decodeScan(records, parts.length, data, ends, stretches, across, rows, interval, zigzag, block)
  // Behind the end of what there is anything may be read.
  if (fault) throw new PictureError(faults[complete ? fault : 1]!)
  const planes = parts.map(({ plane }) => plane)
  return toRgb(kernels, planes, maxH, maxV, region)
}

/** Makes a Huffman table. @throws PictureError where there is none, or none that can be */
function huffman(kernels: Kernels, definition: Uint8Array | undefined): number {
  const from = put(kernels, definition)
  const table = kernels.take(TABLE_BYTES)
  const fault = kernels.huffmanTable(from, table)
  if (fault) throw new PictureError(faults[fault]!)
  return table
}

/** Puts a table where the kernels find it. @throws PictureError where there is none */
function put(kernels: Kernels, table: Uint8Array | Uint16Array | undefined): number {
  if (!table) throw new PictureError('damaged: a table that it uses is missing')
  const address = kernels.take(table.byteLength)
  kernels.bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), address)
  return address
}
