import { block, TILE_BYTES, tileColumns, tileRows } from './block'
import { packColumns, packRows, padRow } from './pack'

/** k values summed before the sum joins C: a panel of B stays in the first cache, and long sums lose less. */
const K_BLOCK: i32 = 256
/** Rows of A taken at a time; a multiple of both tiles' rows. */
const ROW_BLOCK: i32 = 48

/**
 * B [k, n], strides in bytes, in the panels that `matmul` reads: [⌈k/256⌉, ⌈n/columns⌉, ≤ 256, columns], so that many
 * products may share them. Takes 4·N·k bytes, N = n rounded up to 16.
 */
export function packMatrix(tile: i32, b: usize, rowStep: usize, columnStep: usize, n: i32, k: i32, to: usize): void {
  const columns = tileColumns(tile)
  const padded = ((n + columns - 1) / columns) * columns
  for (let p = 0; p < k; p += K_BLOCK) {
    const depth = min(K_BLOCK, k - p)
    packColumns(b + (<usize>p) * rowStep, rowStep, columnStep, depth, n, columns, to)
    to += (<usize>(padded * depth)) << 2
  }
}

/**
 * C [m, n] = max(A·B + init, floor); A [m, k], B [k, n] and C have any strides, in bytes, C's rows being contiguous.
 *
 * Scratch, with N = n rounded up to 16: 512 + 4·N + 4·256·N + 4·256·48 bytes.
 *
 * @param bRowStep 0 with bColumnStep 0 where `packMatrix` has packed B, for the same tile
 * @param bias [n], or 0 for none, or 1 for what is in C already
 */
export function matmul(
  tile: i32, a: usize, aRowStep: usize, aColumnStep: usize, b: usize, bRowStep: usize, bColumnStep: usize,
  bias: usize, c: usize, cStep: usize, m: i32, n: i32, k: i32, floor: f32, scratch: usize,
): void {
  const rows = tileRows(tile), columns = tileColumns(tile)
  const padded = ((n + columns - 1) / columns) * columns
  const bias_ = scratch + TILE_BYTES
  const ownB = bias_ + ((<usize>padded) << 2)
  const packedA = ownB + ((<usize>(padded * K_BLOCK)) << 2)
  const direct = aColumnStep == 4
  const isPacked = bRowStep == 0 && bColumnStep == 0
  const accumulates = bias == 1
  if (!accumulates) padRow(bias_, bias, n, padded)
  let p = 0
  do {
    const depth = min(K_BLOCK, k - p)
    const low: f32 = p + depth >= k ? floor : -Infinity
    const packedB = isPacked ? b + ((<usize>(padded * p)) << 2) : ownB
    if (!isPacked) packColumns(b + (<usize>p) * bRowStep, bRowStep, bColumnStep, depth, n, columns, ownB)
    for (let i = 0; i < m; i += ROW_BLOCK) {
      const height = min(ROW_BLOCK, m - i)
      const corner = a + (<usize>i) * aRowStep + (<usize>p) * aColumnStep
      if (!direct) packRows(corner, aRowStep, aColumnStep, height, depth, rows, packedA)
      for (let j = 0; j < n; j += columns) {
        const panel = packedB + ((<usize>(j * depth)) << 2)
        const init = bias_ + ((<usize>j) << 2)
        for (let r = 0; r < height; r += rows) {
          const out = c + (<usize>(i + r)) * cStep + ((<usize>j) << 2)
          const goesOn = accumulates || p > 0
          block(
            tile,
            direct ? corner + (<usize>r) * aRowStep : packedA + ((<usize>(r * depth)) << 2),
            direct ? aRowStep : 4, min(rows, height - r), direct ? 4 : (<usize>rows) << 2, depth, 1, 0,
            panel, min(columns, n - j), goesOn ? out : init, goesOn ? cStep : 0, out, cStep, low, scratch,
          )
        }
      }
    }
    p += K_BLOCK
  } while (p < k)
}
