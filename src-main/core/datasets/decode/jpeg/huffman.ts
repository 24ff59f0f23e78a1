import { PictureError } from '../picture-format.ts'

/** Codes of up to so many bits are found in one look. */
export const LOOK = 10

/** A Huffman table made for decoding: T.81, annex F.2.2.3, with a look-ahead table as every fast decoder has. */
export interface HuffmanTable {
  /** [2^LOOK] length << 8 | symbol; 0 where the code is longer. */
  readonly look: Uint16Array
  /** [18] largest code of each length, left-aligned to 16 bits and one beyond; so a 16-bit look below it has this length at most. */
  readonly limit: Int32Array
  /** [17] what to add to a code of each length for its symbol's position. */
  readonly offset: Int32Array
  readonly symbols: Uint8Array
}

/** Most files have the same few tables. */
const known = new Map<string, HuffmanTable>()

/** @param definition [16] how many codes of each length, then the symbols */
export function huffmanTable(definition: Uint8Array): HuffmanTable {
  const key = Buffer.from(definition.buffer, definition.byteOffset, definition.byteLength).toString('latin1')
  const found = known.get(key)
  if (found) return found
  const symbols = definition.slice(16)
  const look = new Uint16Array(1 << LOOK)
  const limit = new Int32Array(18)
  const offset = new Int32Array(17)
  let code = 0
  let position = 0
  for (let length = 1; length <= 16; length++) {
    offset[length] = position - code
    for (let i = 0; i < definition[length - 1]!; i++, code++, position++) {
      if (code >= 1 << length) throw new PictureError('damaged: a Huffman table has more codes than there can be')
      if (length <= LOOK) look.fill((length << 8) | symbols[position]!, code << (LOOK - length), (code + 1) << (LOOK - length))
    }
    limit[length] = code << (16 - length)
    code <<= 1
  }
  limit[17] = 0x10000
  const table = { look, limit, offset, symbols }
  if (known.size >= 64) known.clear()
  known.set(key, table)
  return table
}
