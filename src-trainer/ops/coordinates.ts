/**
 * Coordinates of pixels, the decoder's input.
 *
 * A pixel in column j and row i has coordinates (x, y), **in this order**, with x = 2j / (width − 1) − 1 and
 * y = 2i / (height − 1) − 1: both ends of [−1, 1] lie on pixel centres.
 */

/** From a position in pixel units (0 is the centre of the first pixel) to [−1, 1]; 0 on an axis of a single pixel. */
export function normalise(position: number, size: number): number {
  return size > 1 ? (2 * position) / (size - 1) - 1 : 0
}

/**
 * Coordinates of every pixel of a picture rendered ×`scale`, row by row: output pixel i is evaluated at
 * (i + ½) / scale − ½ in pixel units, so that the rendered picture covers what the original covers.
 *
 * @returns [height·scale · width·scale, 2]
 */
export function gridCoordinates(width: number, height: number, scale = 1): Float32Array {
  const columns = Math.round(width * scale)
  const rows = Math.round(height * scale)
  const coordinates = new Float32Array(rows * columns * 2)
  let at = 0
  for (let row = 0; row < rows; row++) {
    const y = normalise((row + 0.5) / scale - 0.5, height)
    for (let column = 0; column < columns; column++) {
      coordinates[at++] = normalise((column + 0.5) / scale - 0.5, width)
      coordinates[at++] = y
    }
  }
  return coordinates
}
