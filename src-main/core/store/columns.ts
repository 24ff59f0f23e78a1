import { WorkbenchError } from '../../../src-shared/errors.ts'

/**
 * How a column of n numbers lies in a chunk: the first of these kinds that gives back every one of them, to the sign of a zero.
 * - whole numbers: a first and a stride as float64, then n unsigned excesses of 0, 1, 2 or 4 bytes. Number i is
 *   first + i·stride + the sum of the excesses up to i; the stride is the least difference of neighbours. Consecutive steps take no bytes a
 *   number, the times of steps 1 or 2;
 * - float32: 4n bytes;
 * - float64: 8n bytes.
 *
 * A column is filled up to whole words of 8 bytes, so that the next can be read in place. (Little-endian, as every platform is that the
 * program runs on.)
 */
export type Layout =
  | { readonly kind: 'float64' }
  | { readonly kind: 'float32' }
  | { readonly kind: 'whole'; readonly width: Width; readonly first: number; readonly stride: number }

/** Bytes of an excess. */
type Width = 0 | 1 | 2 | 4

/** Up to here no sum or difference that packing takes of whole numbers rounds. */
const mostWhole = 2 ** 50
/** Of whole numbers: their first and their stride. */
const wholeHeadBytes = 16

/** What a layout's kind is called in a chunk, in one byte. */
const float64 = 1
const float32 = 2
/** Plus the width. */
const whole = 16

export const plain: Layout = { kind: 'float64' }

export function layoutOf(numbers: Float64Array): Layout {
  return wholeLayout(numbers) ?? (areFloat32(numbers) ? { kind: 'float32' } : plain)
}

/** @param count numbers in the column */
export function columnBytes(layout: Layout, count: number): number {
  switch (layout.kind) {
    case 'float64':
      return 8 * count
    case 'float32':
      return inWords(4 * count)
    case 'whole':
      return wholeHeadBytes + inWords(layout.width * count)
  }
}

const inWords = (bytes: number) => 8 * Math.ceil(bytes / 8)

/** What `layoutAt` knows a layout's kind by, one byte. */
export function codeOf(layout: Layout): number {
  if (layout.kind === 'whole') return whole + layout.width
  return layout.kind === 'float32' ? float32 : float64
}

/**
 * The layout with a `code`, of the column that begins at `offset`.
 *
 * @throws WorkbenchError `database-corrupt` when there is none
 */
export function layoutAt(code: number, memory: ArrayBufferLike, offset: number): Layout {
  switch (code) {
    case float64:
      return plain
    case float32:
      return { kind: 'float32' }
    case whole:
    case whole + 1:
    case whole + 2:
    case whole + 4: {
      const [first, stride] = new Float64Array(memory, offset, 2)
      return { kind: 'whole', width: (code - whole) as Width, first: first!, stride: stride! }
    }
    default:
      throw new WorkbenchError('database-corrupt', `a curve's points are packed in way ${code}, which is none; restore a backup`)
  }
}

/** Writes `numbers` at `offset`, a multiple of 8, where memory is zero. */
export function writeColumn(layout: Layout, numbers: Float64Array, memory: ArrayBuffer, offset: number): void {
  if (layout.kind === 'float64') new Float64Array(memory, offset, numbers.length).set(numbers)
  else if (layout.kind === 'float32') new Float32Array(memory, offset, numbers.length).set(numbers)
  else {
    const { width, first, stride } = layout
    new Float64Array(memory, offset, 2).set([first, stride])
    if (width === 0) return
    const excesses = excessesAt(memory, offset + wholeHeadBytes, numbers.length, width)
    for (let i = 1; i < numbers.length; i++) excesses[i] = numbers[i]! - numbers[i - 1]! - stride
  }
}

/** Reads the column at `offset`, a multiple of 8, into all of `target`. */
export function readColumn(layout: Layout, memory: ArrayBufferLike, offset: number, target: Float64Array): void {
  if (layout.kind === 'float64') target.set(new Float64Array(memory, offset, target.length))
  else if (layout.kind === 'float32') target.set(new Float32Array(memory, offset, target.length))
  else {
    const { width, first, stride } = layout
    if (width === 0) {
      for (let i = 0; i < target.length; i++) target[i] = first + i * stride
      return
    }
    const excesses = excessesAt(memory, offset + wholeHeadBytes, target.length, width)
    let number = first - stride
    for (let i = 0; i < target.length; i++) {
      number += stride + excesses[i]!
      target[i] = number
    }
  }
}

function excessesAt(memory: ArrayBufferLike, offset: number, count: number, width: 1 | 2 | 4) {
  if (width === 1) return new Uint8Array(memory, offset, count)
  return width === 2 ? new Uint16Array(memory, offset, count) : new Uint32Array(memory, offset, count)
}

function wholeLayout(numbers: Float64Array): Layout | undefined {
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!
    if (Math.trunc(number) !== number || Math.abs(number) > mostWhole || Object.is(number, -0)) return undefined
    if (i === 0) continue
    const difference = number - numbers[i - 1]!
    if (difference < least) least = difference
    if (difference > most) most = difference
  }
  const spread = Math.max(0, most - least)
  if (spread >= 2 ** 32) return undefined
  const width = spread === 0 ? 0 : spread < 2 ** 8 ? 1 : spread < 2 ** 16 ? 2 : 4
  return { kind: 'whole', width, first: numbers[0]!, stride: numbers.length > 1 ? least : 0 }
}

function areFloat32(numbers: Float64Array): boolean {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!
    if (Math.fround(number) !== number && !Number.isNaN(number)) return false
  }
  return true
}
