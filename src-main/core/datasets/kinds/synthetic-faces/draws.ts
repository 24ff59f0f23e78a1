import type { RandomStream } from '../../../../../src-shared/random.ts'
import { type Colour, fromSrgb, mix, scaleColour } from './shading.ts'

export const SKIN: readonly Colour[] = [
  fromSrgb(255, 226, 205),
  fromSrgb(246, 205, 172),
  fromSrgb(232, 182, 144),
  fromSrgb(208, 150, 108),
  fromSrgb(168, 110, 74),
  fromSrgb(122, 77, 52),
  fromSrgb(84, 53, 40),
]

export const HAIR: readonly Colour[] = [
  fromSrgb(24, 19, 18),
  fromSrgb(38, 28, 24),
  fromSrgb(62, 42, 32),
  fromSrgb(96, 64, 42),
  fromSrgb(132, 66, 36),
  fromSrgb(168, 122, 72),
  fromSrgb(216, 178, 118),
  fromSrgb(140, 136, 132),
  fromSrgb(214, 210, 204),
]

export const IRIS: readonly Colour[] = [
  fromSrgb(52, 34, 24),
  fromSrgb(92, 60, 32),
  fromSrgb(70, 92, 62),
  fromSrgb(70, 110, 150),
  fromSrgb(96, 104, 110),
]

/** One of the names, with the given weights. */
export function pick<T>(random: RandomStream, weighted: readonly (readonly [T, number])[]): T {
  let left = random.uniform() * weighted.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [value, weight] of weighted) {
    left -= weight
    if (left < 0) return value
  }
  return weighted[weighted.length - 1]![0]
}

/** Normal around a centre, cut off at `limit` from it. */
export function bell(random: RandomStream, centre: number, spread: number, limit: number): number {
  const offset = random.normal() * spread
  return centre + Math.max(-limit, Math.min(limit, offset))
}

/** Uniform in [low, high). */
export const between = (random: RandomStream, low: number, high: number) => low + (high - low) * random.uniform()

/** A colour between two neighbours of a palette, a little lighter or darker. */
export function fromPalette(random: RandomStream, palette: readonly Colour[], position: number): Colour {
  const index = Math.min(palette.length - 2, Math.floor(position))
  const jitter = between(random, 0.9, 1.1)
  return scaleColour(mix(palette[index]!, palette[index + 1]!, position - index), jitter)
}

/** Rooms, skies, brick and leaves: hues as photographs have them, seldom any other. */
export function sceneHue(random: RandomStream): number {
  const centre = pick(random, [
    [0.03, 2],
    [0.09, 4],
    [0.13, 2],
    [0.3, 2],
    [0.5, 1],
    [0.58, 4],
    [0.64, 1.5],
    [0.9, 0.7],
  ] as const)
  return (centre + bell(random, 0, 0.025, 0.08) + 1) % 1
}
