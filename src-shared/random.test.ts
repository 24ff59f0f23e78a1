import { describe, expect, it } from 'vitest'
import { permutation, philox, randomStream } from './random.ts'

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ')

describe('philox', () => {
  // Random123's published known-answer vectors for philox4x32-10.
  it('gives the published vectors', () => {
    expect(hex(philox([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8')
    const ones = 0xffffffff
    expect(hex(philox([ones, ones, ones, ones], [ones, ones]))).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd')
    expect(hex(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]))).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    )
  })
})

describe('randomStream', () => {
  it('is addressed by seed, purpose and counters', () => {
    const first = (seed: number, purpose: string, step: number, image: number) =>
      randomStream(seed, purpose, step, image).uint32()
    expect(first(7, 'mask', 3, 1)).toBe(first(7, 'mask', 3, 1))
    const others = [first(8, 'mask', 3, 1), first(7, 'shuffle', 3, 1), first(7, 'mask', 4, 1), first(7, 'mask', 3, 2)]
    expect(new Set([first(7, 'mask', 3, 1), ...others]).size).toBe(5)
  })

  it('is uniform in [0, 1) with the right mean and variance', () => {
    const random = randomStream(1, 'test')
    const values = Array.from({ length: 20_000 }, () => random.uniform())
    const mean = values.reduce((a, b) => a + b) / values.length
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    expect(mean).toBeCloseTo(0.5, 2)
    expect(variance).toBeCloseTo(1 / 12, 2)
  })

  it('draws normals with mean 0 and variance 1', () => {
    const random = randomStream(2, 'test')
    const values = Array.from({ length: 20_000 }, () => random.normal())
    const mean = values.reduce((a, b) => a + b) / values.length
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
  })
})

it('permutes every index once', () => {
  const order = permutation(1000, randomStream(3, 'shuffle'))
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
})
