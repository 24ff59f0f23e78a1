import { PictureError } from '../picture-format.ts'
import { type HuffmanTable, LOOK } from './huffman.ts'
import { ZIGZAG } from './idct.ts'

/** A scan's entropy-coded data without their stuffing. */
export interface EntropyData {
  /** Followed by zeros, so that reading ahead needs no checks. */
  readonly data: Uint8Array
  /** Where each stretch between restart markers ends in `data`. */
  readonly ends: readonly number[]
  /** Whether the end-of-image marker follows. */
  readonly complete: boolean
}

let unstuffed = new Uint8Array(1 << 16)

/** @param from where the scan's data begin. The answer is valid until the next call. */
export function unstuff(bytes: Uint8Array, from: number): EntropyData {
  if (unstuffed.length < bytes.length - from + 64) unstuffed = new Uint8Array(2 * (bytes.length - from) + 64)
  const data = unstuffed
  const ends: number[] = []
  let length = 0
  let at = from
  for (; at < bytes.length; ) {
    const byte = bytes[at++]!
    if (byte !== 0xff) {
      data[length++] = byte
      continue
    }
    let next = bytes[at++]
    while (next === 0xff) next = bytes[at++]
    if (next === 0) data[length++] = 0xff
    else if (next !== undefined && next >= 0xd0 && next <= 0xd7) ends.push(length)
    else {
      ends.push(length)
      data.fill(0, length, length + 64)
      return { data, ends, complete: next === 0xd9 }
    }
  }
  ends.push(length)
  data.fill(0, length, length + 64)
  return { data, ends, complete: false }
}

/** Reads Huffman-coded blocks (T.81, annex F.2.2). */
export class BlockReader {
  readonly #data: Uint8Array
  readonly #ends: readonly number[]
  #stretch = 0
  #at = 0
  #bits = 0
  /** How many of the low bits of `#bits` are still to be read; at most 31. */
  #count = 0

  constructor({ data, ends }: EntropyData) {
    this.#data = data
    this.#ends = ends
  }

  /** Whether more was read than there is. */
  get overrun(): boolean {
    return this.#at - (this.#count >> 3) > this.#ends[this.#stretch]!
  }

  /** Goes on behind the next restart marker. @throws PictureError where there is none */
  restart(): void {
    this.check()
    if (this.#stretch + 1 >= this.#ends.length) throw new PictureError('truncated: a restart marker is missing')
    this.#at = this.#ends[this.#stretch++]!
    this.#count = 0
  }

  /** @throws PictureError when more was read than there is */
  check(): void {
    if (this.overrun) throw new PictureError('truncated: its picture data end early')
  }

  /**
   * Reads one block.
   *
   * @param block [64] coefficients, all 0; dequantized into, row by row. Null: they are only passed over.
   * @param prediction the DC coefficient of the component's block before
   * @returns DC coefficient · 64 + zigzag position of the last that is not 0
   */
  read(dc: HuffmanTable, ac: HuffmanTable, quantization: Uint16Array, prediction: number, block: Int32Array | null): number {
    const data = this.#data
    let at = this.#at
    let bits = this.#bits
    let count = this.#count
    let value = prediction
    let last = 0
    for (let k = 0; k < 64; k++) {
      if (count < 16) {
        bits = (bits << 16) | (data[at]! << 8) | data[at + 1]!
        at += 2
        count += 16
      }
      const table = k === 0 ? dc : ac
      const found = table.look[(bits >>> (count - LOOK)) & ((1 << LOOK) - 1)]!
      let symbol = found & 255
      if (found) count -= found >> 8
      else {
        const ahead = (bits >>> (count - 16)) & 0xffff
        let length = LOOK + 1
        while (ahead >= table.limit[length]!) length++
        if (length > 16) throw new PictureError('damaged: its picture data hold no valid code')
        count -= length
        symbol = table.symbols[(ahead >>> (16 - length)) + table.offset[length]!]!
      }
      const size = symbol & 15
      if (k > 0) {
        const run = symbol >> 4
        if (size === 0) {
          if (run < 15) break // end of block
          k += 15
          continue
        }
        k += run
        if (k > 63) throw new PictureError('damaged: a block of its picture data is too long')
      } else if (symbol > 15) throw new PictureError('damaged: its picture data hold no valid code')
      let coefficient = 0
      if (size > 0) {
        if (count < size) {
          bits = (bits << 16) | (data[at]! << 8) | data[at + 1]!
          at += 2
          count += 16
        }
        count -= size
        coefficient = (bits >>> count) & ((1 << size) - 1)
        if (coefficient < 1 << (size - 1)) coefficient -= (1 << size) - 1
      }
      if (k === 0) {
        value += coefficient
        if (block) block[0] = value * quantization[0]!
      } else if (block) {
        block[ZIGZAG[k]!] = coefficient * quantization[k]!
        last = k
      }
    }
    // Behind the end there are zeros to be read, though not for ever: the scan checks once a row.
    this.#at = at > data.length - 8 ? data.length - 8 : at
    this.#bits = bits
    this.#count = count
    return value * 64 + last
  }
}
