import { inverseTransform } from './idct'
import {
  LONG_BLOCK, LOOK, NO_CODE, NO_RESTART, OVERRUN, PART_AC, PART_BYTES, PART_DC, PART_END_X, PART_END_Y, PART_FIRST_X, PART_FIRST_Y,
  PART_H, PART_PREDICTION, PART_QUANTIZATION, PART_SAMPLES, PART_STRIDE, PART_V, TABLE_FAST, TABLE_LIMIT, TABLE_OFFSET, TABLE_SYMBOLS,
} from './layout'

// The reader's state between two blocks: the low `count` bits of `bits` are still to be read.
let at: usize = 0
let bits: u64 = 0
let count: i32 = 0
let prediction: i32 = 0

// @ts-ignore: decorator
@inline
function peek(from: u64, have: i32, want: i32): i32 {
  return (<i32>(from >> (have - want))) & ((1 << want) - 1)
}

/** A magnitude of `size` bits as T.81, annex F.2.2.1, extends it. */
// @ts-ignore: decorator
@inline
function extended(value: i32, size: i32): i32 {
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value
}

/**
 * The code at the front of `ahead`, 16 bits, that is longer than one look.
 *
 * @returns length << 8 | symbol; 0 where there is none
 */
function longCode(table: usize, ahead: i32): i32 {
  let length = LOOK + 1
  while (ahead >= load<i32>(table + TABLE_LIMIT + ((<usize>length) << 2))) length++
  if (length > 16) return 0
  const position = (ahead >> (16 - length)) + load<i32>(table + TABLE_OFFSET + ((<usize>length) << 2))
  return (length << 8) | <i32>load<u8>(table + TABLE_SYMBOLS + <usize>(position & 255))
}

/**
 * Reads one block (T.81, annex F.2.2); its DC coefficient becomes the prediction.
 *
 * @param zigzag [64] u8: twice the position, row by row, of the k-th coefficient
 * @param block [64] i16, all 0: dequantized into, row by row; 0: the block is only passed over
 * @returns zigzag position of the last coefficient that is not 0, or what is wrong, negative
 */
function readBlock(dc: usize, ac: usize, quantization: usize, zigzag: usize, block: usize): i32 {
  let here = at, ahead = bits, have = count
  let last = 0
  if (have < 32) {
    ahead = (ahead << 32) | <u64>bswap(load<u32>(here))
    here += 4
    have += 32
  }
  let found: i32 = load<u16>(dc + (<usize>peek(ahead, have, LOOK) << 1))
  if (!found) {
    found = longCode(dc, peek(ahead, have, 16))
    if (!found) return -NO_CODE
  }
  have -= found >> 8
  let size = found & 255
  if (size > 15) return -NO_CODE
  if (size) {
    have -= size
    prediction += extended(peek(ahead, have + size, size), size)
  }
  if (block) store<i16>(block, <i16>(prediction * load<u16>(quantization)))
  for (let k = 1; k < 64; k++) {
    if (have < 32) {
      ahead = (ahead << 32) | <u64>bswap(load<u32>(here))
      here += 4
      have += 32
    }
    const look = <usize>peek(ahead, have, LOOK)
    // Most codes and their magnitudes are short enough to be found together.
    const fast = load<i32>(ac + TABLE_FAST + (look << 2))
    let coefficient: i32
    if (fast) {
      have -= fast & 255
      k += (fast >> 8) & 255
      coefficient = fast >> 16
    } else {
      found = load<u16>(ac + (look << 1))
      if (!found) {
        found = longCode(ac, peek(ahead, have, 16))
        if (!found) return -NO_CODE
      }
      have -= found >> 8
      size = found & 15
      const run = (found >> 4) & 15
      if (size == 0) {
        if (run < 15) break // end of block
        k += 15
        continue
      }
      k += run
      have -= size
      coefficient = extended(peek(ahead, have + size, size), size)
    }
    if (k > 63) return -LONG_BLOCK
    if (block) store<i16>(block + <usize>load<u8>(zigzag + k), <i16>(coefficient * load<u16>(quantization + ((<usize>k) << 1))))
    last = k
  }
  at = here
  bits = ahead
  count = have
  return last
}

/**
 * Reads a scan MCU by MCU (T.81, annex A.2.3) and transforms the blocks that are wanted.
 *
 * @param parts records of `partCount` components, as in `layout.ts`
 * @param data entropy-coded, without stuffing, followed by zeros
 * @param ends i32: where each of `stretches` stretches ends in the data
 * @param across MCUs in a row
 * @param rows of MCUs to read
 * @param interval MCUs between restart markers, 0 for none
 * @param block [64] i16 of scratch
 * @returns 0, or what is wrong
 */
export function decodeScan(
  parts: usize, partCount: i32, data: usize, ends: usize, stretches: i32, across: i32, rows: i32, interval: i32,
  zigzag: usize, block: usize,
): i32 {
  const lastPart = parts + (<usize>partCount) * PART_BYTES
  const limit = data + <usize>load<i32>(ends + ((<usize>(stretches - 1)) << 2)) + 32
  let stretch = 0
  let end = data + <usize>load<i32>(ends)
  let untilRestart = interval ? interval : i32.MAX_VALUE
  at = data
  bits = 0
  count = 0
  memory.fill(block, 0, 128)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < across; column++) {
      if (untilRestart == 0) {
        if (at - <usize>(count >> 3) > end) return OVERRUN
        if (stretch + 1 >= stretches) return NO_RESTART
        at = end
        bits = 0
        count = 0
        end = data + <usize>load<i32>(ends + ((<usize>++stretch) << 2))
        for (let part = parts; part < lastPart; part += PART_BYTES) store<i32>(part + PART_PREDICTION, 0)
        untilRestart = interval
      }
      untilRestart--
      for (let part = parts; part < lastPart; part += PART_BYTES) {
        const h = load<i32>(part + PART_H), v = load<i32>(part + PART_V)
        const dc = <usize>load<u32>(part + PART_DC), ac = <usize>load<u32>(part + PART_AC)
        const quantization = <usize>load<u32>(part + PART_QUANTIZATION)
        const stride = <usize>load<u32>(part + PART_STRIDE)
        prediction = load<i32>(part + PART_PREDICTION)
        for (let y = row * v; y < row * v + v; y++) {
          const rowWanted = y >= load<i32>(part + PART_FIRST_Y) && y < load<i32>(part + PART_END_Y)
          for (let x = column * h; x < column * h + h; x++) {
            const wanted = rowWanted && x >= load<i32>(part + PART_FIRST_X) && x < load<i32>(part + PART_END_X)
            const last = readBlock(dc, ac, quantization, zigzag, wanted ? block : 0)
            if (last < 0) return -last
            if (wanted) {
              const to = <usize>load<u32>(part + PART_SAMPLES) + ((<usize>y) * stride + <usize>x) * 8
              inverseTransform(block, last, to, stride)
            }
          }
        }
        store<i32>(part + PART_PREDICTION, prediction)
        // Behind the end there are zeros to be read, though not for ever: the scan checks once a row.
        if (at > limit) at = limit
      }
    }
    if (at - <usize>(count >> 3) > end) return OVERRUN
  }
  return 0
}
