import { PictureError, type Pixels, type Region } from '../picture-format.ts'
import { BlockReader, unstuff } from './entropy.ts'
import type { HuffmanTable } from './huffman.ts'
import { inverseTransform } from './idct.ts'
import type { JpegFile } from './markers.ts'
import { type Plane, toRgb } from './upsample.ts'

/** A component while its scan is read. */
interface Part {
  /** Blocks of an MCU, across and down. */
  readonly h: number
  readonly v: number
  readonly plane: Plane
  readonly dc: HuffmanTable
  readonly ac: HuffmanTable
  readonly quantization: Uint16Array
  /** The blocks that are wanted. */
  readonly firstX: number
  readonly endX: number
  readonly firstY: number
  readonly endY: number
  prediction: number
}

const block = new Int32Array(64)
/** Planes' memory, kept from picture to picture. */
const memory: Uint8Array[] = []

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
  const { components, width, height } = file
  const single = components.length === 1
  const maxH = single ? 1 : components[0]!.h
  const maxV = single ? 1 : components[0]!.v
  const across = Math.ceil(width / (8 * maxH)) // MCUs
  const down = Math.ceil(height / (8 * maxV))
  const parts: Part[] = components.map((component, i) => {
    const h = single ? 1 : component.h
    const v = single ? 1 : component.v
    const [shrinkX, shrinkY] = [maxH / h, maxV / v]
    const size = across * h * 8 * down * v * 8
    if ((memory[i]?.length ?? 0) < size) memory[i] = new Uint8Array(size)
    const plane: Plane = {
      samples: memory[i]!,
      stride: across * h * 8,
      width: Math.ceil(width / shrinkX),
      height: Math.ceil(height / shrinkY),
    }
    const dc = file.dcTables[component.dc]
    const ac = file.acTables[component.ac]
    const quantization = file.quantization[component.quantization]
    if (!dc || !ac || !quantization) throw new PictureError('damaged: a table that it uses is missing')
    const [firstX, endX] = blockRange(region.left, region.width, shrinkX, across * h)
    const [firstY, endY] = blockRange(region.top, region.height, shrinkY, down * v)
    return { h, v, plane, dc, ac, quantization, firstX, endX, firstY, endY, prediction: 0 }
  })
  const entropy = unstuff(bytes, file.scan)
  block.fill(0) // a damaged picture leaves half a block behind
  try {
    // What lies below the region need not be read, where the file says of itself that it is whole.
    readBlocks(new BlockReader(entropy), parts, across, entropy.complete ? null : down, file.restartInterval)
  } catch (error) {
    // Behind the end of what there is anything may be read.
    throw entropy.complete ? error : new PictureError('truncated: its picture data end early')
  }
  return toRgb(
    parts.map(({ plane }) => plane),
    maxH,
    maxV,
    region,
  )
}

/** Reads MCU by MCU (T.81, annex A.2.3) and transforms the blocks that are wanted. @param rows of MCUs; null: as many as it takes */
function readBlocks(reader: BlockReader, parts: readonly Part[], across: number, rows: number | null, interval: number): void {
  const end = rows ?? Math.max(...parts.map(({ endY, v }) => Math.ceil(endY / v)))
  let untilRestart = interval || Infinity
  for (let row = 0; row < end; row++) {
    for (let column = 0; column < across; column++) {
      if (untilRestart === 0) {
        reader.restart()
        for (const part of parts) part.prediction = 0
        untilRestart = interval
      }
      untilRestart--
      for (const part of parts) {
        const { h, v, plane, dc, ac, quantization } = part
        for (let y = row * v; y < row * v + v; y++) {
          for (let x = column * h; x < column * h + h; x++) {
            const wanted = x >= part.firstX && x < part.endX && y >= part.firstY && y < part.endY
            const result = reader.read(dc, ac, quantization, part.prediction, wanted ? block : null)
            part.prediction = result >> 6
            if (wanted) inverseTransform(block, result & 63, plane.samples, (y * plane.stride + x) * 8, plane.stride)
          }
        }
      }
    }
    reader.check()
  }
}
