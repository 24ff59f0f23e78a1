// Where JavaScript puts what the scan needs; `baseline.ts` beside this folder is its other half.

/** A Huffman table's parts, by their offset in it. */
export const TABLE_FAST: usize = 1024 * 2
export const TABLE_LIMIT: usize = TABLE_FAST + 1024 * 4
export const TABLE_OFFSET: usize = TABLE_LIMIT + 18 * 4
export const TABLE_SYMBOLS: usize = TABLE_OFFSET + 18 * 4

/** Codes of up to so many bits are found in one look. */
export const LOOK: i32 = 10

/** A component's record, of 16 i32. */
export const PART_BYTES: usize = 64
export const PART_H: usize = 0
export const PART_V: usize = 4
export const PART_SAMPLES: usize = 8
export const PART_STRIDE: usize = 12
export const PART_DC: usize = 16
export const PART_AC: usize = 20
export const PART_QUANTIZATION: usize = 24
export const PART_FIRST_X: usize = 28
export const PART_END_X: usize = 32
export const PART_FIRST_Y: usize = 36
export const PART_END_Y: usize = 40
export const PART_PREDICTION: usize = 44

/** What was wrong; `baseline.ts` has the words. */
export const OVERRUN: i32 = 1
export const NO_CODE: i32 = 2
export const LONG_BLOCK: i32 = 3
export const NO_RESTART: i32 = 4
export const BAD_TABLE: i32 = 5
