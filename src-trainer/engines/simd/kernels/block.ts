import { copyFloats } from './pack'
import { tile4x16, tile6x8 } from './tile'

/** Bytes at the start of every kernel's scratch that `edgeTile` uses: the largest tile. */
export const TILE_BYTES: usize = 512

// @ts-ignore: decorator
@inline
export function tileRows(wide: bool): i32 {
  return wide ? 4 : 6
}

// @ts-ignore: decorator
@inline
export function tileColumns(wide: bool): i32 {
  return wide ? 16 : 8
}

/**
 * One tile, wherever it lies: `rows` × `columns` of it are real. Missing rows repeat the last real one, and a tile that
 * sticks out is computed in `scratch`.
 *
 * @param rowStep bytes between the rows of A; the rest as in tile.ts
 */
export function block(
  wide: bool, a: usize, rowStep: usize, rows: i32, step: usize, run: i32, runs: i32, skip: usize,
  b: usize, columns: i32, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32, scratch: usize,
): void {
  const whole = rows == tileRows(wide) && columns == tileColumns(wide)
  let target = out, targetStep = outStep
  if (!whole) {
    target = scratch
    targetStep = (<usize>tileColumns(wide)) << 2
    if (initStep != 0) {
      for (let r = 0; r < rows; r++) copyFloats(scratch + (<usize>r) * targetStep, init + (<usize>r) * initStep, columns)
      init = scratch
      initStep = targetStep
    }
  }
  const last = rows - 1
  const a1 = a + (<usize>min(1, last)) * rowStep
  const a2 = a + (<usize>min(2, last)) * rowStep
  const a3 = a + (<usize>min(3, last)) * rowStep
  if (wide) {
    tile4x16(a, a1, a2, a3, step, run, runs, skip, b, init, initStep, target, targetStep, floor)
  } else {
    const a4 = a + (<usize>min(4, last)) * rowStep
    const a5 = a + (<usize>min(5, last)) * rowStep
    tile6x8(a, a1, a2, a3, a4, a5, step, run, runs, skip, b, init, initStep, target, targetStep, floor)
  }
  if (!whole) {
    for (let r = 0; r < rows; r++) copyFloats(out + (<usize>r) * outStep, target + (<usize>r) * targetStep, columns)
  }
}
