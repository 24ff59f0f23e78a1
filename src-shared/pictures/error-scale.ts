/**
 * How wrong a filled picture is, in colour: matplotlib's "inferno" (Smith and van der Walt, 2015), perceptually uniform from black
 * (no error) to pale yellow, by linear interpolation between ten of its colours.
 */
const stops = [
  [0x00, 0x00, 0x04],
  [0x1b, 0x0c, 0x42],
  [0x4b, 0x0c, 0x6b],
  [0x78, 0x1c, 0x6d],
  [0xa5, 0x2c, 0x60],
  [0xcf, 0x44, 0x46],
  [0xed, 0x69, 0x25],
  [0xfb, 0x9a, 0x06],
  [0xf7, 0xd0, 0x3c],
  [0xfc, 0xff, 0xa4],
] as const

/** @param share error as a share of the scale's top, clipped to [0, 1] */
export function errorColour(share: number): [number, number, number] {
  const at = (share > 0 ? Math.min(1, share) : 0) * (stops.length - 1)
  const i = Math.min(stops.length - 2, Math.floor(at))
  const mix = (c: 0 | 1 | 2) => Math.round(stops[i]![c] + (at - i) * (stops[i + 1]![c] - stops[i]![c]))
  return [mix(0), mix(1), mix(2)]
}

/** For a bar from left to right. */
export const errorGradient = `linear-gradient(90deg, ${stops.map((stop) => `rgb(${stop.join(' ')})`).join(', ')})`

/**
 * Absolute error, the mean over channels.
 *
 * @param filled, truth [size·size·channels] uint8
 * @returns [size·size] in [0, 1]
 */
export function absoluteError(filled: Uint8Array, truth: Uint8Array, channels: number): Float32Array {
  const error = new Float32Array(filled.length / channels)
  for (let i = 0; i < filled.length; i++) error[Math.floor(i / channels)]! += Math.abs(filled[i]! - truth[i]!)
  return error.map((sum) => sum / (255 * channels))
}

const tops = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1]

/** One top for all the maps in view: the least round number that 99.5 % of the erring pixels do not exceed, so that it rarely moves. */
export function scaleTop(maps: readonly Float32Array[]): number {
  const counts = new Uint32Array(256)
  let erring = 0
  for (const map of maps) {
    for (const error of map) {
      if (error === 0) continue
      counts[Math.min(255, Math.round(error * 255))]!++
      erring++
    }
  }
  let above = erring
  let level = 0
  while (level < 255 && above > erring * 0.005) above -= counts[level++]!
  return tops.find((top) => top >= (level - 1) / 255) ?? 1
}
