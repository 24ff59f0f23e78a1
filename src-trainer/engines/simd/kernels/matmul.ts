import { block, TILE_BYTES, tileColumns, tileRows } from './block'
import { packColumns, packRows, padRow } from './pack'

/** k values summed before the sum joins C: a panel of B stays in the first cache, and long sums lose less. */
const K_BLOCK: i32 = 256
/** Rows of A taken at a time; a multiple of both tiles' rows. */
const ROW_BLOCK: i32 = 48

/**
 * C [m, n] = max(A·B + bias, floor); A [m, k] and B [k, n] have any strides, in bytes.
 *
 * Scratch, with N = n rounded up to 16: 512 + 4·N + 4·256·N + 4·256·48 bytes.
 *
 * @param bias [n], or 0 for none
 */
export function matmul(
  wide: bool, a: usize, aRowStep: usize, aColumnStep: usize, b: usize, bRowStep: usize, bColumnStep: usize,
  bias: usize, c: usize, m: i32, n: i32, k: i32, floor: f32, scratch: usize,
): void {
  const rows = tileRows(wide), columns = tileColumns(wide)
  const padded = ((n + columns - 1) / columns) * columns
  const bias_ = scratch + TILE_BYTES
  const packedB = bias_ + ((<usize>padded) << 2)
  const packedA = packedB + ((<usize>(padded * K_BLOCK)) << 2)
  const cStep = (<usize>n) << 2
  const direct = aColumnStep == 4
  padRow(bias_, bias, n, padded)
  let p = 0
  do {
    const depth = min(K_BLOCK, k - p)
    const low: f32 = p + depth >= k ? floor : -Infinity
    packColumns(b + (<usize>p) * bRowStep, bRowStep, bColumnStep, depth, n, columns, packedB)
    for (let i = 0; i < m; i += ROW_BLOCK) {
      const height = min(ROW_BLOCK, m - i)
      const corner = a + (<usize>i) * aRowStep + (<usize>p) * aColumnStep
      if (!direct) packRows(corner, aRowStep, aColumnStep, height, depth, rows, packedA)
      for (let j = 0; j < n; j += columns) {
        const panel = packedB + ((<usize>(j * depth)) << 2)
        const init = bias_ + ((<usize>j) << 2)
        for (let r = 0; r < height; r += rows) {
          const out = c + (<usize>(i + r)) * cStep + ((<usize>j) << 2)
          block(
            wide,
            direct ? corner + (<usize>r) * aRowStep : packedA + ((<usize>(r * depth)) << 2),
            direct ? aRowStep : 4, min(rows, height - r), direct ? 4 : (<usize>rows) << 2, depth, 1, 0,
            panel, min(columns, n - j), p == 0 ? init : out, p == 0 ? 0 : cStep, out, cStep, low, scratch,
          )
        }
      }
    }
    p += K_BLOCK
  } while (p < k)
}
