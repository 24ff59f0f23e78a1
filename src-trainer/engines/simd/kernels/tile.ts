// The innermost loops: one tile of C = init + A·B, kept in registers while k runs.
//
//   A   `rows` row pointers that move together: `step` bytes each k, and `skip` bytes more after every `run` values of k,
//       so that one tile serves row-major matrices (step 4), packed transposes (step 4·rows) and the patches of an image
//       (a run for each row of the filter, then a skip to the image's next row).
//   B   a packed panel: `columns` floats each k, contiguous.
//   out = max(init + Σₖ a·b, floor), rows `outStep` bytes apart; `init` likewise (step 0: one row, such as a bias, for all).
//
// Every tile adds the products of one element in the order of k with one multiply-add each, and then adds `init`; so which
// tile is used never changes a digit.

export { tile4x16 } from './tile-4x16'
export { tile6x8 } from './tile-6x8'
export { tile8x4, tile8x4Across, tile8x4Along } from './tile-8x4'
