import { BAD_TABLE, LOOK, TABLE_FAST, TABLE_LIMIT, TABLE_OFFSET, TABLE_SYMBOLS } from './layout'

/**
 * Makes a Huffman table for decoding (T.81, annex F.2.2.3):
 *
 * - look: u16 [2^LOOK], length << 8 | symbol; 0 where the code is longer
 * - fast: i32 [2^LOOK], coefficient << 16 | run << 8 | bits of both; 0 where the code and its magnitude are longer, or there is none
 * - limit: i32 [18], largest code of each length, left-aligned to 16 bits and one beyond; a 16-bit look below it has this length at most
 * - offset: i32 [18], what to add to a code of each length for its symbol's position
 * - symbols: u8 [256]
 *
 * @param definition u8: [16] how many codes of each length, then the symbols, 256 at most
 * @param table 2,048 + 4,096 + 72 + 72 + 256 bytes
 * @returns 0, or what is wrong
 */
export function huffmanTable(definition: usize, table: usize): i32 {
  memory.fill(table, 0, TABLE_LIMIT)
  memory.copy(table + TABLE_SYMBOLS, definition + 16, 256)
  let code = 0
  let position = 0
  for (let length = 1; length <= 16; length++) {
    store<i32>(table + TABLE_OFFSET + ((<usize>length) << 2), position - code)
    const codes = <i32>load<u8>(definition + <usize>length - 1)
    for (let i = 0; i < codes; i++, code++, position++) {
      if (code >= 1 << length) return BAD_TABLE
      if (length > LOOK) continue
      const symbol = <i32>load<u8>(definition + 16 + <usize>position)
      fillLooks(table, code << (LOOK - length), 1 << (LOOK - length), length, symbol)
    }
    store<i32>(table + TABLE_LIMIT + ((<usize>length) << 2), code << (16 - length))
    code <<= 1
  }
  store<i32>(table + TABLE_LIMIT + 17 * 4, 0x10000)
  return 0
}

/** Of `count` looks from `first`, which all see a code of `length` bits. */
function fillLooks(table: usize, first: i32, count: i32, length: i32, symbol: i32): void {
  const found = <u16>((length << 8) | symbol)
  for (let look = first; look < first + count; look++) store<u16>(table + ((<usize>look) << 1), found)
  const size = symbol & 15
  const bits = length + size
  if (size == 0 || bits > LOOK) return
  const rest = ((symbol >> 4) << 8) | bits
  // The magnitude's bits follow the code's; as many looks again see each of its values.
  const each = 1 << (LOOK - bits)
  for (let magnitude = 0, look = first; magnitude < 1 << size; magnitude++) {
    const coefficient = magnitude < 1 << (size - 1) ? magnitude - (1 << size) + 1 : magnitude
    for (const end = look + each; look < end; look++) store<i32>(table + TABLE_FAST + ((<usize>look) << 2), (coefficient << 16) | rest)
  }
}
