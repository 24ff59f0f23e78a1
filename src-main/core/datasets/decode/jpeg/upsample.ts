import type { Pixels, Region } from '../picture-format.ts'

/** One component's samples; `width` and `height` count those that belong to the picture. */
export interface Plane {
  readonly samples: Uint8Array
  readonly stride: number
  readonly width: number
  readonly height: number
}

/** libjpeg's conversion (jdcolor) in 16-bit fixed point: what the chroma sample i adds to red, blue and, scaled, to green. */
const half = 1 << 15
const centred = (factor: number, round: number) =>
  Int32Array.from({ length: 256 }, (_, i) => Math.round(factor * 65_536) * (i - 128) + round)
const redOfCr = centred(1.402, half).map((value) => value >> 16)
const blueOfCb = centred(1.772, half).map((value) => value >> 16)
const greenOfCr = centred(0.71414, 0).map((value) => -value)
const greenOfCb = centred(0.34414, -half).map((value) => -value)
/** The last picture's, made anew only for a larger one, so that memory stays flat. */
let pixels = new Uint8Array(1 << 16)
let rows = [new Uint8Array(4096), new Uint8Array(4096)] as const

/**
 * Brings chroma to the size of luma as libjpeg does (h2v1 and h2v2 "fancy" upsampling, jdsample: three quarters of the nearer sample and
 * one of the farther) and converts to RGB.
 *
 * @param planes Y, or Y, Cb and Cr
 * @param h luma samples a chroma sample, across; 1 or 2
 * @param v the same, down
 * @returns [region height, region width, 1 or 3], and perhaps more behind; valid until the next call
 */
export function toRgb(planes: readonly Plane[], h: number, v: number, region: Region): Pixels {
  const { left, top, width, height } = region
  const [luma, ...chroma] = planes as [Plane, ...Plane[]]
  const channels = chroma.length === 0 ? 1 : 3
  if (pixels.length < width * height * channels) pixels = new Uint8Array(width * height * channels)
  const data = pixels
  const clamped = new Uint8ClampedArray(data.buffer)
  if (channels === 1) {
    for (let y = 0; y < height; y++) {
      const from = (top + y) * luma.stride + left
      data.set(luma.samples.subarray(from, from + width), y * width)
    }
    return { data, ...region, channels }
  }
  if (rows[0].length < width + 2) rows = [new Uint8Array(2 * width), new Uint8Array(2 * width)]
  const [blues, reds] = rows
  const [cb, cr] = chroma as [Plane, Plane]
  for (let y = 0, o = 0; y < height; y++) {
    upsampleRow(cb, h, v, left, top + y, width, blues)
    upsampleRow(cr, h, v, left, top + y, width, reds)
    const from = (top + y) * luma.stride + left
    for (let x = 0; x < width; x++, o += 3) {
      const light = luma.samples[from + x]!
      const blue = blues[x]!
      const red = reds[x]!
      clamped[o] = light + redOfCr[red]!
      clamped[o + 1] = light + ((greenOfCb[blue]! + greenOfCr[red]!) >> 16)
      clamped[o + 2] = light + blueOfCb[blue]!
    }
  }
  return { data, ...region, channels }
}

/** Samples (left … left + width − 1, y) of a plane at luma's size. */
function upsampleRow(plane: Plane, h: number, v: number, left: number, y: number, width: number, out: Uint8Array): void {
  const { samples, stride } = plane
  const last = plane.width - 1
  // Of two columns or fewer libjpeg makes no smooth ones.
  if (h === 1 || last < 2) {
    const from = (v === 2 ? y >> 1 : y) * stride
    for (let x = 0; x < width; x++) out[x] = samples[from + (h === 2 ? (left + x) >> 1 : left + x)]!
    return
  }
  if (v === 1) {
    const from = y * stride
    for (let x = 0; x < width; x++) {
      const c = (left + x) >> 1
      const odd = (left + x) & 1
      const here = samples[from + c]!
      if (odd) out[x] = c === last ? here : (3 * here + samples[from + c + 1]! + 2) >> 2
      else out[x] = c === 0 ? here : (3 * here + samples[from + c - 1]! + 1) >> 2
    }
    return
  }
  const near = y >> 1
  const far = y & 1 ? Math.min(near + 1, plane.height - 1) : Math.max(near - 1, 0)
  const [n, f] = [near * stride, far * stride]
  const sum = (c: number) => 3 * samples[n + c]! + samples[f + c]!
  let x = 0
  let c = left >> 1
  if (left & 1) {
    out[x++] = c === last ? (4 * sum(c) + 7) >> 4 : (3 * sum(c) + sum(c + 1) + 7) >> 4
    c++
  }
  let before = c === 0 ? sum(0) : sum(c - 1)
  let here = c <= last ? sum(c) : 0
  for (; x < width; x += 2, c++) {
    const after = c === last ? here : sum(c + 1)
    // At the picture's edges 3 · here + here is what libjpeg writes as 4 · here.
    out[x] = (3 * here + before + 8) >> 4
    out[x + 1] = (3 * here + after + 7) >> 4
    before = here
    here = after
  }
}
