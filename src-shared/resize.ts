/** How much of each source pixel an output pixel averages along one axis: a true area (box) filter. */
function areaWeights(source: number, target: number): { first: number; weights: number[] }[] {
  const scale = source / target
  return Array.from({ length: target }, (_, i) => {
    const start = i * scale
    const end = Math.min(source, (i + 1) * scale)
    const first = Math.floor(start)
    const weights: number[] = []
    for (let pixel = first; pixel < Math.ceil(end - 1e-9); pixel++) {
      weights.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start))
    }
    return { first, weights }
  })
}

/**
 * Cuts the largest centred square and resizes it by an area filter, as data sets are made. A picture that has the size already comes back
 * as it is.
 *
 * @param picture [height, width, channels], 0 … 255
 * @returns [size, size, channels], 0 … 255
 */
export function cropAndResize(picture: Uint8Array, width: number, height: number, channels: number, size: number): Uint8Array {
  const side = Math.min(width, height)
  const left = (width - side) >> 1
  const top = (height - side) >> 1
  const axis = areaWeights(side, size)
  const rows = new Float64Array(side * size * channels)
  for (let y = 0; y < side; y++) {
    for (const [x, { first, weights }] of axis.entries()) {
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let t = 0; t < weights.length; t++)
          sum += weights[t]! * picture[((top + y) * width + left + first + t) * channels + c]!
        rows[(y * size + x) * channels + c] = sum
      }
    }
  }
  const out = new Uint8Array(size * size * channels)
  for (const [y, { first, weights }] of axis.entries()) {
    for (let i = 0; i < size * channels; i++) {
      let sum = 0
      for (let t = 0; t < weights.length; t++) sum += weights[t]! * rows[(first + t) * size * channels + i]!
      out[y * size * channels + i] = Math.round(sum)
    }
  }
  return out
}
