/** Small numbers shared by the painter's layers: colours are linear light, [red, green, blue], 1 = a white wall fully lit. */
export type Colour = readonly [number, number, number]

/** A picture element being painted, linear light; layers blend into it from back to front. */
export type Ink = Float64Array

export function clamp01(value: number): number {
  return value < 0 ? 0 : Math.min(value, 1)
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp01((value - low) / (high - low))
  return t * t * (3 - 2 * t)
}

/** Coverage of a shape at signed distance `distance` (negative inside), its edge `width` wide. */
export function coverage(distance: number, width: number): number {
  return clamp01(0.5 - distance / width)
}

/** Blends `colour`·`light` over the ink with the given opacity. */
export function paint(ink: Ink, colour: Colour, light: number, opacity: number): void {
  if (opacity <= 0) return
  ink[0]! += (colour[0] * light - ink[0]!) * opacity
  ink[1]! += (colour[1] * light - ink[1]!) * opacity
  ink[2]! += (colour[2] * light - ink[2]!) * opacity
}

export function mix(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]
}

export function scaleColour(a: Colour, factor: number): Colour {
  return [a[0] * factor, a[1] * factor, a[2] * factor]
}

/** An sRGB colour, 0 to 255, as linear light. */
export function fromSrgb(red: number, green: number, blue: number): Colour {
  return [linear(red / 255), linear(green / 255), linear(blue / 255)]
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** Hue in turns, saturation and value in [0, 1], as linear light. */
export function fromHsv(hue: number, saturation: number, value: number): Colour {
  const channel = (n: number) => {
    const k = (n + hue * 6) % 6
    return 255 * (value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1)))
  }
  return fromSrgb(channel(5), channel(3), channel(1))
}

/** Uniform in [0, 1) from two lattice coordinates and a seed: cheap, for texture only. */
function latticeValue(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ seed
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h ^= h >>> 13
  return (h >>> 0) / 0x100000000
}

/** Value noise in [0, 1], smooth, about one bump a unit. */
export function noise(x: number, y: number, seed: number): number {
  const column = Math.floor(x)
  const row = Math.floor(y)
  let fx = x - column
  let fy = y - row
  fx = fx * fx * (3 - 2 * fx)
  fy = fy * fy * (3 - 2 * fy)
  const top = latticeValue(column, row, seed) * (1 - fx) + latticeValue(column + 1, row, seed) * fx
  const bottom = latticeValue(column, row + 1, seed) * (1 - fx) + latticeValue(column + 1, row + 1, seed) * fx
  return top + (bottom - top) * fy
}

const ENCODED = Uint16Array.from({ length: 4097 }, (_, i) => {
  const value = i / 4096
  return Math.round(65280 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055))
})

/** Linear light as an sRGB value from 0 to 255, fraction kept (noise and rounding come after). */
export function toSrgb(value: number): number {
  return ENCODED[Math.round(clamp01(value) * 4096)]! / 256
}
