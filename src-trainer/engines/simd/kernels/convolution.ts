import { block, TILE_BYTES, tileColumns, tileRows } from './block'
import { packColumns, padRow, placeImage } from './pack'

// A convolution is a matrix product whose A is never written out: a patch is `filterHeight` runs of filterWidth·channels
// consecutive floats of the (padded) image, so a tile reads it in place.

/**
 * y [batch, outHeight, outWidth, outChannels] = max(x * filter + bias, floor), all NHWC; the filter [filterHeight·filterWidth·
 * inChannels, outChannels] as `packPanels` packs it.
 *
 * With spread > 1 the pixels of x lie that far apart in a zeroed image first (the gradient of a strided convolution).
 * Scratch: 512 + 4·N + one padded image, where N = outChannels rounded up to 16
 * and the padded image is [(outHeight−1)·strideY + filterHeight, (outWidth−1)·strideX + filterWidth, inChannels] floats.
 *
 * @param bias [outChannels], or 0 for none, or 1 for what is in y already
 */
export function convolve(
  tile: i32, x: usize, panels: usize, bias: usize, y: usize, batch: i32,
  height: i32, width: i32, inChannels: i32, outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, spreadY: i32, spreadX: i32,
  floor: f32, scratch: usize,
): void {
  const rows = tileRows(tile), columns = tileColumns(tile)
  const padded = ((outChannels + columns - 1) / columns) * columns
  const run = filterWidth * inChannels
  const bias_ = scratch + TILE_BYTES
  const canvas = bias_ + ((<usize>padded) << 2)
  const canvasHeight = (outHeight - 1) * strideY + filterHeight
  const canvasWidth = (outWidth - 1) * strideX + filterWidth
  const inPlace = top == 0 && left == 0 && spreadY == 1 && spreadX == 1 && canvasHeight <= height && canvasWidth <= width
  const rowStep = (<usize>((inPlace ? width : canvasWidth) * inChannels)) << 2
  const pixelStep = (<usize>(strideX * inChannels)) << 2
  const yStep = (<usize>outChannels) << 2
  const imageBytes = (<usize>(height * width * inChannels)) << 2

  const accumulates = bias == 1
  if (!accumulates) padRow(bias_, bias, outChannels, padded)
  for (let image = 0; image < batch; image++) {
    if (!inPlace) {
      placeImage(x, height, width, inChannels, canvas, canvasHeight, canvasWidth, top, left, spreadY, spreadX)
    }
    const source = inPlace ? x : canvas
    for (let oy = 0; oy < outHeight; oy++) {
      const line = source + (<usize>(oy * strideY)) * rowStep
      for (let j = 0; j < outChannels; j += columns) {
        const panel = panels + ((<usize>(j * filterHeight * run)) << 2)
        for (let ox = 0; ox < outWidth; ox += rows) {
          const out = y + (<usize>ox) * yStep + ((<usize>j) << 2)
          block(
            tile, line + (<usize>ox) * pixelStep, pixelStep, min(rows, outWidth - ox),
            4, run, filterHeight, rowStep - ((<usize>run) << 2),
            panel, min(columns, outChannels - j), accumulates ? out : bias_ + ((<usize>j) << 2), accumulates ? yStep : 0,
            out, yStep, floor, scratch,
          )
        }
      }
      y += (<usize>outWidth) * yStep
    }
    x += imageBytes
  }
}

/** Output rows whose pixels are summed before the sum joins the filter's gradient: about 256 pixels. */
// @ts-ignore: decorator
@inline
function rowsAtOnce(outHeight: i32, outWidth: i32): i32 {
  return max(1, min(outHeight, 256 / outWidth))
}

/**
 * gradient [filterHeight, filterWidth, inChannels, outChannels] += Σ over pixels of patchᵀ·dy.
 *
 * Scratch: 512 + 4·N·max(256, outWidth) + one padded image, N and the image as in `convolve`.
 */
export function convolveFilterGradient(
  tile: i32, x: usize, dy: usize, gradient: usize, batch: i32,
  height: i32, width: i32, inChannels: i32, outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, filterWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, scratch: usize,
): void {
  const rows = tileRows(tile), columns = tileColumns(tile)
  const padded = ((outChannels + columns - 1) / columns) * columns
  const run = filterWidth * inChannels
  const lines = rowsAtOnce(outHeight, outWidth)
  const panels = scratch + TILE_BYTES
  const canvas = panels + ((<usize>(padded * lines * outWidth)) << 2)
  const canvasHeight = (outHeight - 1) * strideY + filterHeight
  const canvasWidth = (outWidth - 1) * strideX + filterWidth
  const inPlace = top == 0 && left == 0 && canvasHeight <= height && canvasWidth <= width
  const rowStep = (<usize>((inPlace ? width : canvasWidth) * inChannels)) << 2
  const pixelStep = (<usize>(strideX * inChannels)) << 2
  const yStep = (<usize>outChannels) << 2
  const imageBytes = (<usize>(height * width * inChannels)) << 2
  const lineSkip = (<usize>strideY) * rowStep - (<usize>outWidth) * pixelStep

  for (let image = 0; image < batch; image++) {
    if (!inPlace) placeImage(x, height, width, inChannels, canvas, canvasHeight, canvasWidth, top, left, 1, 1)
    const source = inPlace ? x : canvas
    for (let oy = 0; oy < outHeight; oy += lines) {
      const count = min(lines, outHeight - oy)
      packColumns(dy, yStep, 4, count * outWidth, outChannels, columns, panels)
      for (let fy = 0; fy < filterHeight; fy++) {
        const line = source + (<usize>(oy * strideY + fy)) * rowStep
        for (let j = 0; j < outChannels; j += columns) {
          const panel = panels + ((<usize>(j * count * outWidth)) << 2)
          for (let r = 0; r < run; r += rows) {
            const out = gradient + (<usize>(fy * run + r)) * yStep + ((<usize>j) << 2)
            block(
              tile, line + ((<usize>r) << 2), 4, min(rows, run - r), pixelStep, outWidth, count, lineSkip,
              panel, min(columns, outChannels - j), out, yStep, out, yStep, -Infinity, scratch,
            )
          }
        }
      }
      dy += (<usize>(count * outWidth)) * yStep
    }
    x += imageBytes
  }
}

/** B [k, n], strides in bytes, to the tile's panels, all of k in one: 4·N·k bytes, N = n rounded up to 16. */
export function packPanels(tile: i32, b: usize, rowStep: usize, columnStep: usize, n: i32, k: i32, to: usize): void {
  packColumns(b, rowStep, columnStep, k, n, tileColumns(tile), to)
}
