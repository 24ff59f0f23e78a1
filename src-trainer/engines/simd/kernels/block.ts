import { copyFloats } from './pack'
import { tile4x16, tile6x8, tile8x4, tile8x4Across, tile8x4Along } from './tile'

/** Bytes at the start of every kernel's scratch that `edgeTile` uses: the largest tile. */
export const TILE_BYTES: usize = 512

/** Which tile: rows × columns. */
const TILE_4X16: i32 = 1
const TILE_8X4: i32 = 2

// @ts-ignore: decorator
@inline
export function tileRows(tile: i32): i32 {
  return tile == TILE_4X16 ? 4 : tile == TILE_8X4 ? 8 : 6
}

// @ts-ignore: decorator
@inline
export function tileColumns(tile: i32): i32 {
  return tile == TILE_4X16 ? 16 : tile == TILE_8X4 ? 4 : 8
}

/**
 * One tile, wherever it lies: `rows` × `columns` of it are real. Missing rows repeat the last real one, and a tile that
 * sticks out is computed in `scratch`.
 *
 * @param rowStep bytes between the rows of A; the rest as in tile.ts
 */
export function block(
  tile: i32, a: usize, rowStep: usize, rows: i32, step: usize, run: i32, runs: i32, skip: usize,
  b: usize, columns: i32, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32, scratch: usize,
): void {
  const whole = rows == tileRows(tile) && columns == tileColumns(tile)
  let target = out, targetStep = outStep
  if (!whole) {
    target = scratch
    targetStep = (<usize>tileColumns(tile)) << 2
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
  if (tile == TILE_8X4 && rows == 8 && rowStep == 4) {
    tile8x4Across(a, step, run, runs, skip, b, init, initStep, target, targetStep, floor)
  } else if (tile == TILE_8X4 && rows == 8 && step == 4 && (run & 3) == 0) {
    tile8x4Along(a, rowStep, run, runs, skip, b, init, initStep, target, targetStep, floor)
  } else if (tile == TILE_4X16) {
    tile4x16(a, a1, a2, a3, step, run, runs, skip, b, init, initStep, target, targetStep, floor)
  } else {
    const a4 = a + (<usize>min(4, last)) * rowStep
    const a5 = a + (<usize>min(5, last)) * rowStep
    if (tile == TILE_8X4) {
      const a6 = a + (<usize>min(6, last)) * rowStep
      const a7 = a + (<usize>min(7, last)) * rowStep
      tile8x4(a, a1, a2, a3, a4, a5, a6, a7, step, run, runs, skip, b, init, initStep, target, targetStep, floor)
    } else {
      tile6x8(a, a1, a2, a3, a4, a5, step, run, runs, skip, b, init, initStep, target, targetStep, floor)
    }
  }
  if (!whole) {
    for (let r = 0; r < rows; r++) copyFloats(out + (<usize>r) * outStep, target + (<usize>r) * targetStep, columns)
  }
}
