import { describe, expect, it } from 'vitest'
import { absoluteError, errorColour, scaleTop } from './error-scale.ts'

describe('errorColour', () => {
  it('goes from black to pale yellow and is clipped', () => {
    expect(errorColour(0)).toEqual([0, 0, 4])
    expect(errorColour(1)).toEqual([0xfc, 0xff, 0xa4])
    expect(errorColour(7)).toEqual(errorColour(1))
    expect(errorColour(Number.NaN)).toEqual(errorColour(0))
  })
  it('grows lighter all the way', () => {
    const luminance = Array.from({ length: 50 }, (_, i) => {
      const [r, g, b] = errorColour(i / 49)
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    })
    expect(luminance.every((value, i) => i === 0 || value > luminance[i - 1]!)).toBe(true)
  })
})

describe('absoluteError', () => {
  it('is the mean over channels', () => {
    const error = absoluteError(Uint8Array.of(0, 255, 10, 10, 10, 10), Uint8Array.of(255, 255, 10, 10, 10, 61), 3)
    expect(error[0]).toBeCloseTo(1 / 3)
    expect(error[1]).toBeCloseTo(51 / 255 / 3)
  })
})

describe('scaleTop', () => {
  it('is round and lets one pixel in two hundred exceed it', () => {
    const map = new Float32Array(1000).fill(0.18)
    map[0] = 0.9
    expect(scaleTop([map])).toBe(0.2)
    expect(scaleTop([new Float32Array(100).fill(0.6)])).toBe(0.75)
    expect(scaleTop([new Float32Array(100)])).toBe(0.02)
  })
})
