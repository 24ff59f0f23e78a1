// Convolutions of 3×3 with a stride of 1 by Winograd's minimal algorithm F(4×4, 3×3) (Lavin & Gray, arXiv 1509.09308): 36
// multiplications for a tile of 4×4 results in place of 144.
//
//   Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A      g a filter of 3×3, d the 6×6 values under a tile, ⊙ at each of 36 points
//
// Over channels a point's product is a matrix product [tiles, in] · [in, out]. The gradients are those of this algorithm itself:
// dM = A dY Aᵀ serves both, dU = Σ Vᵀ·dM and dV = dM·Uᵀ at each point, and then dg = Gᵀ dU G and dd = B dV Bᵀ, added up where the
// 6×6 of neighbouring tiles overlap. Channels are multiples of 16.

import { placeImage } from './pack'
import { product } from './product'
import { addRow } from './rows'
import { COEFFICIENT_BYTES, EIGHT, SQUARE_BYTES, writeCoefficients } from './winograd-coefficients'
import { filterGradientTile, filterTile } from './winograd-filter'
import { imageGradientTile, imageTile } from './winograd-image'
import { resultGradientTile, resultTile } from './winograd-result'

const POINTS: i32 = 36
/** Between the points' matrices, whose size is often a power of two: all points of a tile would fall in one set of the cache. */
const GAP: usize = 64
/** 4×4 values of eight channels: a tile that sticks out. */
const EDGE_BYTES: usize = 16 * EIGHT

// @ts-ignore: decorator
@inline
function matrixBytes(tiles: i32, channels: i32): usize {
  return ((<usize>(((tiles + 3) & ~3) * channels)) << 2) + GAP
}

/**
 * filter [3, 3, in, out] → its 36 points, matrices [in, out] with 64 bytes after each: input channels first … first + count − 1.
 * Scratch: 1,216 bytes.
 */
export function winogradFilter(
  filter: usize, inChannels: i32, outChannels: i32, first: i32, count: i32, to: usize, scratch: usize,
): void {
  const tap = (<usize>(inChannels * outChannels)) << 2
  const from = (<usize>(first * outChannels)) << 2
  const end = from + ((<usize>(count * outChannels)) << 2)
  writeCoefficients(scratch)
  for (let at = from; at < end; at += EIGHT) filterTile(scratch, filter + at, tap, scratch + COEFFICIENT_BYTES, to + at, tap + GAP)
}

/** gradient [3, 3, in, out] += that of the filter whose points' gradients, laid out as its points, are `sums`. Scratch: 1,216 bytes. */
export function winogradFilterGradient(sums: usize, inChannels: i32, outChannels: i32, gradient: usize, scratch: usize): void {
  const tap = (<usize>(inChannels * outChannels)) << 2
  writeCoefficients(scratch)
  for (let at: usize = 0; at < tap; at += EIGHT) {
    filterGradientTile(scratch, sums + at, tap + GAP, scratch + COEFFICIENT_BYTES, gradient + at, tap)
  }
}

/** The 6×6 values under each of down × across tiles of a padded image: → [36, tiles, channels]. */
// @ts-ignore: decorator
@inline
function transformImage(
  coefficients: usize, image: usize, pixel: usize, line: usize, down: i32, across: i32, square: usize, to: usize, step: usize,
): void {
  for (let ty = 0; ty < down; ty++) {
    let corner = image + (<usize>(4 * ty)) * line
    for (let tx = 0; tx < across; tx++) {
      for (let at: usize = 0; at < pixel; at += EIGHT) imageTile(coefficients, corner + at, pixel, line, square, to + at, step)
      to += pixel
      corner += 4 * pixel
    }
  }
}

/** `rows` × `columns` of a tile's pixels, eight channels of each. */
function copyTile(from: usize, fromPixel: usize, fromLine: usize, to: usize, toPixel: usize, toLine: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    let p = from + (<usize>i) * fromLine, q = to + (<usize>i) * toLine
    for (let j = 0; j < columns; j++) {
      const low = v128.load(p), high = v128.load(p, 16)
      v128.store(q, low)
      v128.store(q, high, 16)
      p += fromPixel
      q += toPixel
    }
  }
}

/**
 * y [outHeight, outWidth, out] = max(x * filter + bias + residual, floor) of one image, or of some rows of it: x [height, width, in]
 * begins `top` rows and `left` columns inside the padded image that the results read.
 *
 * Scratch: 2,304 + 4·out bytes, a padded image of 4·⌈outHeight/4⌉ + 2 by 4·⌈outWidth/4⌉ + 2 of in, and 37 matrices of 64 bytes
 * and ⌈outHeight/4⌉·⌈outWidth/4⌉, rounded up to 4, times the larger number of channels.
 *
 * @param filter of `winogradFilter`
 * @param bias [out], or 0
 * @param residual like y, or 0
 */
export function winogradConvolve(
  wide: bool, x: usize, filter: usize, bias: usize, residual: usize, y: usize,
  height: i32, width: i32, inChannels: i32, outHeight: i32, outWidth: i32, outChannels: i32, top: i32, left: i32,
  floor: f32, scratch: usize,
): void {
  const across = (outWidth + 3) >> 2, down = (outHeight + 3) >> 2
  const tiles = across * down
  const inPixel = (<usize>inChannels) << 2, outPixel = (<usize>outChannels) << 2
  const inLine = (<usize>(4 * across + 2)) * inPixel, outLine = (<usize>outWidth) * outPixel
  const square = scratch + COEFFICIENT_BYTES
  const edge = square + SQUARE_BYTES
  const zeros = edge + 2 * EDGE_BYTES
  const canvas = zeros + 2 * EIGHT + outPixel
  const matrices = canvas + (<usize>(4 * down + 2)) * inLine
  const step = matrixBytes(tiles, max(inChannels, outChannels))
  writeCoefficients(scratch)
  memory.fill(zeros, 0, 2 * EIGHT + outPixel)
  if (bias == 0) bias = zeros + EIGHT

  placeImage(x, height, width, inChannels, canvas, 4 * down + 2, 4 * across + 2, top, left, 1, 1)
  // A point's products go where the last point's image was, which is no longer wanted.
  transformImage(scratch, canvas, inPixel, inLine, down, across, square, matrices + step, step)
  const matrix = ((<usize>(inChannels * outChannels)) << 2) + GAP
  for (let point = 0; point < POINTS; point++) {
    const to = matrices + (<usize>point) * step
    product(
      wide, to + step, inPixel, 4, filter + (<usize>point) * matrix, outPixel, to, outPixel, (tiles + 3) & ~3, outChannels, inChannels, false,
    )
  }
  let from = matrices
  for (let ty = 0; ty < down; ty++) {
    const rows = min(4, outHeight - 4 * ty)
    for (let tx = 0; tx < across; tx++) {
      const columns = min(4, outWidth - 4 * tx)
      for (let at: usize = 0; at < outPixel; at += EIGHT) {
        const place = (<usize>(4 * ty)) * outLine + (<usize>(4 * tx)) * outPixel + at
        if (rows == 4 && columns == 4) {
          const given = residual ? residual + place : zeros
          const pixel: usize = residual ? outPixel : 0, line: usize = residual ? outLine : 0
          resultTile(scratch, from + at, step, square, bias + at, given, pixel, line, y + place, outPixel, outLine, floor)
        } else {
          if (residual) copyTile(residual + place, outPixel, outLine, edge, EIGHT, 4 * EIGHT, rows, columns)
          else memory.fill(edge, 0, EDGE_BYTES)
          const out = edge + EDGE_BYTES
          resultTile(scratch, from + at, step, square, bias + at, edge, EIGHT, 4 * EIGHT, out, EIGHT, 4 * EIGHT, floor)
          copyTile(out, EIGHT, 4 * EIGHT, y + place, outPixel, outLine, rows, columns)
        }
      }
      from += outPixel
    }
  }
}

/**
 * Both gradients of one image, or of `outRows` rows of its result from `first`, a multiple of 4, on: adds to `sums`, for
 * `winogradFilterGradient`, Vᵀ·dM at each point, and writes dx [height, width, in]. Where an image is cut, in order: the rows of dx
 * that two cuts share are added up.
 *
 * Scratch: 1,728 bytes, a padded image as in `winogradConvolve` and 72 of its matrices.
 *
 * @param dy [outHeight, outWidth, out]
 * @param turned of `winogradFilter`, from the filter with its channels swapped, [3, 3, out, in]
 * @param dx or 0 for none
 */
export function winogradGradient(
  wide: bool, x: usize, dy: usize, turned: usize, sums: usize, dx: usize,
  height: i32, width: i32, inChannels: i32, first: i32, outRows: i32, outWidth: i32, outChannels: i32, top: i32, left: i32, scratch: usize,
): void {
  const across = (outWidth + 3) >> 2, down = (outRows + 3) >> 2
  const tiles = across * down
  const inPixel = (<usize>inChannels) << 2, outPixel = (<usize>outChannels) << 2
  const inLine = (<usize>(4 * across + 2)) * inPixel, outLine = (<usize>outWidth) * outPixel
  const canvasHeight = 4 * down + 2
  const square = scratch + COEFFICIENT_BYTES
  const edge = square + SQUARE_BYTES
  const canvas = edge + EDGE_BYTES
  const images = canvas + (<usize>canvasHeight) * inLine
  const step = matrixBytes(tiles, max(inChannels, outChannels))
  const results = images + (<usize>POINTS) * step
  writeCoefficients(scratch)

  placeImage(x, height, width, inChannels, canvas, canvasHeight, 4 * across + 2, top - first, left, 1, 1)
  transformImage(scratch, canvas, inPixel, inLine, down, across, square, images, step)
  dy += (<usize>first) * outLine
  let to = results
  for (let ty = 0; ty < down; ty++) {
    const rows = min(4, outRows - 4 * ty)
    for (let tx = 0; tx < across; tx++) {
      const columns = min(4, outWidth - 4 * tx)
      for (let at: usize = 0; at < outPixel; at += EIGHT) {
        const from = dy + (<usize>(4 * ty)) * outLine + (<usize>(4 * tx)) * outPixel + at
        if (rows == 4 && columns == 4) {
          resultGradientTile(scratch, from, outPixel, outLine, square, to + at, step)
        } else {
          memory.fill(edge, 0, EDGE_BYTES)
          copyTile(from, outPixel, outLine, edge, EIGHT, 4 * EIGHT, rows, columns)
          resultGradientTile(scratch, edge, EIGHT, 4 * EIGHT, square, to + at, step)
        }
      }
      to += outPixel
    }
  }

  const matrix = ((<usize>(inChannels * outChannels)) << 2) + GAP
  for (let point = 0; point < POINTS; point++) {
    const image = images + (<usize>point) * step, result = results + (<usize>point) * step
    product(wide, image, 4, inPixel, result, outPixel, sums + (<usize>point) * matrix, outPixel, inChannels, outChannels, tiles, true)
    if (!dx) continue
    // The image's values are no longer wanted: in their place, their gradients.
    product(
      wide, result, outPixel, 4, turned + (<usize>point) * matrix, inPixel, image, inPixel, (tiles + 3) & ~3, inChannels, outChannels, false,
    )
  }
  if (!dx) return

  memory.fill(canvas, 0, (<usize>canvasHeight) * inLine)
  let from = images
  for (let ty = 0; ty < down; ty++) {
    let corner = canvas + (<usize>(4 * ty)) * inLine
    for (let tx = 0; tx < across; tx++) {
      for (let at: usize = 0; at < inPixel; at += EIGHT) {
        imageGradientTile(scratch, from + at, step, square, corner + at, inPixel, inLine)
      }
      from += inPixel
      corner += 4 * inPixel
    }
  }
  const values = width * inChannels
  for (let i = 0; i < canvasHeight; i++) {
    const row = first + i - top
    if (row < 0 || row >= height) continue
    const source = canvas + (<usize>i) * inLine + (<usize>left) * inPixel
    const target = dx + ((<usize>(row * values)) << 2)
    if (first > 0 && i < 2) addRow(target, target, source, values)
    else memory.copy(target, source, (<usize>values) << 2)
  }
}
