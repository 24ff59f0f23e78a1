/** Source pixels [starts[i], ends[i]) whose mean is output pixel i, along one axis. */
interface Windows {
  readonly starts: Int32Array
  readonly ends: Int32Array
}

const known = new Map<string, Windows>()

/**
 * The windows of Pillow's BOX filter, by its own arithmetic: a source pixel belongs to the output pixel in whose area its centre lies,
 * wholly; so when a picture shrinks, each pixel counts once. When it grows, each output pixel takes the nearest.
 */
function boxWindows(source: number, target: number): Windows {
  const key = `${source}/${target}`
  const found = known.get(key)
  if (found) return found
  const scale = source / target
  const support = 0.5 * Math.max(1, scale)
  const starts = new Int32Array(target)
  const ends = new Int32Array(target)
  for (let i = 0; i < target; i++) {
    const centre = (i + 0.5) * scale
    let start = Math.max(0, Math.trunc(centre - support + 0.5))
    let end = Math.min(source, Math.trunc(centre + support + 0.5))
    const inside = (pixel: number) => {
      const distance = (pixel - centre + 0.5) / Math.max(1, scale)
      return distance > -0.5 && distance <= 0.5
    }
    while (start < end - 1 && !inside(start)) start++
    while (end > start + 1 && !inside(end - 1)) end--
    starts[i] = start
    ends[i] = end
  }
  if (known.size >= 256) known.clear()
  const windows = { starts, ends }
  known.set(key, windows)
  return windows
}

/** Samples [height, width, channels] whose first is the picture's pixel (left, top). */
export interface SamplesAt {
  readonly data: Uint8Array
  readonly left: number
  readonly top: number
  readonly width: number
  readonly channels: number
}

/**
 * Resizes a square of a picture by an area filter: the mean of the pixels within each output pixel's area, as Pillow's BOX makes it, to
 * one grey level (Pillow rounds twice, this once).
 *
 * @param square in the picture's own pixels; the samples must cover it
 * @param target [size, size, channels], 0 … 255
 */
export function boxResize(
  { data, left, top, width, channels }: SamplesAt,
  square: { left: number; top: number; width: number },
  size: number,
  target: Uint8Array,
): void {
  const { starts, ends } = boxWindows(square.width, size)
  const origin = (square.top - top) * width + square.left - left
  for (let y = 0, out = 0; y < size; y++) {
    const firstRow = starts[y]!
    const endRow = ends[y]!
    for (let x = 0; x < size; x++) {
      const first = starts[x]!
      const run = (ends[x]! - first) * channels
      const count = (ends[x]! - first) * (endRow - firstRow)
      const half = count >> 1
      if (channels === 3) {
        let [red, green, blue] = [half, half, half]
        for (let row = firstRow; row < endRow; row++) {
          const from = (origin + row * width + first) * 3
          for (let i = from; i < from + run; i += 3) {
            red += data[i]!
            green += data[i + 1]!
            blue += data[i + 2]!
          }
        }
        target[out] = (red / count) | 0
        target[out + 1] = (green / count) | 0
        target[out + 2] = (blue / count) | 0
        out += 3
      } else {
        for (let c = 0; c < channels; c++) {
          let sum = half
          for (let row = firstRow; row < endRow; row++) {
            const from = (origin + row * width + first) * channels + c
            for (let i = from; i < from + run; i += channels) sum += data[i]!
          }
          target[out++] = (sum / count) | 0
        }
      }
    }
  }
}

/**
 * Cuts a centred square and resizes it by an area filter, as data sets are made. A picture that has the size already comes back as
 * it is.
 *
 * @param picture [height, width, channels], 0 … 255
 * @param crop side of the square, in pixels; as large as there is where it is null or larger
 * @returns [size, size, channels], 0 … 255
 */
export function cropAndResize(
  picture: Uint8Array,
  width: number,
  height: number,
  channels: number,
  size: number,
  crop: number | null = null,
): Uint8Array {
  const side = Math.min(crop ?? Infinity, width, height)
  const target = new Uint8Array(size * size * channels)
  const square = { left: (width - side) >> 1, top: (height - side) >> 1, width: side }
  boxResize({ data: picture, left: 0, top: 0, width, channels }, square, size, target)
  return target
}
