import { describe, expect, it } from 'vitest'
import { randomStream } from '../random.ts'
import { maskFromPixels } from './file.ts'
import { fixedMask, fixedMasks } from './fixed.ts'
import { knownShare } from './mask.ts'
import { describeMaskSpec, formatMaskSpec, generateMask, maskGenerators, parseMaskSpec, slidesMasks } from './registry.ts'
import { drawMasks, isOutsideTraining } from './training.ts'

const rows = (mask: Uint8Array, size: number) =>
  Array.from({ length: size }, (_, row) => [...mask.subarray(row * size, (row + 1) * size)].join(''))

describe('polarity: 1 = known, p = share of known pixels', () => {
  it('random p is the expected share of known pixels', () => {
    for (const p of [0.1, 0.3, 0.9]) {
      const mask = generateMask({ kind: 'random', p }, 128, randomStream(1, 'mask', 0))
      expect(Math.abs(knownShare(mask) - p)).toBeLessThan(0.015)
    }
  })

  it('p = 1 misses nothing and p = 0 everything', () => {
    for (const { kind } of maskGenerators.filter(({ hasRate }) => hasRate)) {
      expect(knownShare(generateMask({ kind, p: 0 }, 32, randomStream(1, 'mask')))).toBe(0)
      expect(knownShare(generateMask({ kind, p: 1 }, 32, randomStream(1, 'mask')))).toBe(1)
    }
  })

  it('rect-centred at p = 0.75 is the centred 16×16 hole in 32×32', () => {
    const mask = generateMask({ kind: 'rect-centred', p: 0.75 }, 32, randomStream(1, 'mask'))
    const known = '1'.repeat(32)
    const hole = `${'1'.repeat(8)}${'0'.repeat(16)}${'1'.repeat(8)}`
    expect(rows(mask, 32)).toEqual([...Array(8).fill(known), ...Array(16).fill(hole), ...Array(8).fill(known)])
  })

  it('rect-random is one rectangle inside the picture, of about the asked area, in many places', () => {
    const places = new Set<string>()
    for (let i = 0; i < 300; i++) {
      const p = [0.1, 0.5, 0.75, 0.98][i % 4]!
      const mask = generateMask({ kind: 'rect-random', p }, 32, randomStream(5, 'mask', i))
      const missing = [...mask.keys()].filter((index) => mask[index] === 0)
      const ys = missing.map((index) => Math.floor(index / 32))
      const xs = missing.map((index) => index % 32)
      const [height, width] = [Math.max(...ys) - Math.min(...ys) + 1, Math.max(...xs) - Math.min(...xs) + 1]
      expect(missing.length).toBe(height * width)
      expect(Math.abs(knownShare(mask) - p)).toBeLessThan(0.03)
      places.add(`${Math.min(...ys)},${Math.min(...xs)}`)
    }
    expect(places.size).toBeGreaterThan(50)
  })

  it('kinds know what share of a picture is known on average, at any size', () => {
    for (const { kind, hasRate, fixedRate } of maskGenerators) {
      for (const size of [32, 64]) {
        const p = hasRate ? 0.6 : fixedRate!
        let sum = 0
        for (let i = 0; i < 300; i++) sum += knownShare(generateMask({ kind, p }, size, randomStream(3, 'mask', i)))
        expect(Math.abs(sum / 300 - p), `${kind} at ${size}`).toBeLessThan(0.025)
      }
    }
  })

  it('grids know one pixel in each cell, halves lack one side, the border surrounds what is known', () => {
    const make = (text: string) => generateMask(parseMaskSpec(text), 8, randomStream(4, 'mask'))
    expect(rows(make('grid-2'), 8)).toEqual(Array.from({ length: 8 }, (_, y) => (y % 2 === 0 ? '10101010' : '00000000')))
    expect(rows(make('grid-4'), 8).join('')).toBe(`${'0'.repeat(8)}01000100${'0'.repeat(24)}01000100${'0'.repeat(16)}`)
    expect(rows(make('outpaint:0.25'), 8)).toEqual([
      ...Array(2).fill('00000000'),
      ...Array(4).fill('00111100'),
      ...Array(2).fill('00000000'),
    ])
    const halves = Array.from({ length: 40 }, (_, i) =>
      rows(generateMask({ kind: 'half', p: 0.5 }, 4, randomStream(4, 'mask', i)), 4),
    )
    expect(new Set(halves.map((half) => half.join(' ')))).toEqual(
      new Set(['0000 0000 1111 1111', '1111 1111 0000 0000', '0011 0011 0011 0011', '1100 1100 1100 1100']),
    )
  })

  it('strokes hide something, at most half, and thick ones are wider than thin ones', () => {
    // Of the missing pixels, those all of whose neighbours are missing too.
    const inner = (kind: 'strokes-thin' | 'strokes-medium' | 'strokes-thick') => {
      let [deep, missing] = [0, 0]
      for (let i = 0; i < 200; i++) {
        const mask = generateMask({ kind, p: 0 }, 32, randomStream(6, 'mask', i))
        expect(knownShare(mask)).toBeGreaterThanOrEqual(0.5)
        expect(knownShare(mask)).toBeLessThan(1)
        for (let pixel = 0; pixel < mask.length; pixel++) {
          if (mask[pixel] === 1) continue
          missing++
          if ([1, -1, 32, -32].every((step) => mask[pixel + step] !== 1)) deep++
        }
      }
      return deep / missing
    }
    expect(inner('strokes-medium')).toBeGreaterThan(inner('strokes-thin') + 0.1)
    expect(inner('strokes-thick')).toBeGreaterThan(inner('strokes-medium') + 0.1)
  })

  it('is made again from the same counters', () => {
    const make = (image: number) => generateMask({ kind: 'random', p: 0.5 }, 32, randomStream(7, 'mask', 12, image))
    expect(make(3)).toEqual(make(3))
    expect(make(3)).not.toEqual(make(4))
  })
})

describe('training masks', () => {
  const mask = { kind: 'random', pMin: 0.1, pMax: 0.9 } as const

  it('draw p ~ U(pMin, pMax) for every picture and are addressed by seed, step and picture', () => {
    const masks = drawMasks(mask, 32, 3, 17, 400)
    const shares = Array.from({ length: 400 }, (_, i) => knownShare(masks.subarray(i * 1024, (i + 1) * 1024))).sort(
      (a, b) => a - b,
    )
    // The quantiles of U(0.1, 0.9): 10 %, 50 % and 90 % at 0.18, 0.5 and 0.82.
    for (const [quantile, expected] of [
      [40, 0.18],
      [200, 0.5],
      [360, 0.82],
    ] as const) {
      expect(Math.abs(shares[quantile]! - expected)).toBeLessThan(0.07)
    }
    expect(drawMasks(mask, 32, 3, 17, 5)).toEqual(masks.subarray(0, 5 * 1024))
    expect(drawMasks(mask, 32, 3, 18, 5)).not.toEqual(masks.subarray(0, 5 * 1024))
    expect(drawMasks(mask, 32, 4, 17, 5)).not.toEqual(masks.subarray(0, 5 * 1024))
  })

  it('say what lies outside them', () => {
    expect(isOutsideTraining({ kind: 'random', p: 0.5 }, mask)).toBe(false)
    expect(isOutsideTraining({ kind: 'random', p: 0.05 }, mask)).toBe(true)
    expect(isOutsideTraining({ kind: 'rect-centred', p: 0.75 }, mask)).toBe(true)
    expect(isOutsideTraining({ kind: 'all', p: 0 }, { kind: 'all', pMin: 0.1, pMax: 0.9 })).toBe(false)
  })
})

it('evaluation masks do not depend on how many are asked for', () => {
  const spec = { kind: 'random', p: 0.3 } as const
  expect(fixedMasks(spec, 32, 5, 3).subarray(1024, 2048)).toEqual(fixedMask(spec, 32, 6))
  expect(fixedMask(spec, 32, 6)).not.toEqual(fixedMask(spec, 32, 7))
})

describe('mask text', () => {
  it('round-trips', () => {
    for (const spec of slidesMasks) expect(parseMaskSpec(formatMaskSpec(spec))).toEqual(spec)
    for (const { kind, hasRate, fixedRate } of maskGenerators)
      expect(parseMaskSpec(hasRate ? `${kind}:0.25` : kind)).toEqual({ kind, p: hasRate ? 0.25 : fixedRate })
    expect(slidesMasks.map(formatMaskSpec)).toEqual(['rect-centred:0.75', 'random:0.5', 'random:0.3', 'all'])
    expect(describeMaskSpec({ kind: 'random', p: 0.3 })).toBe('Random p = 0.30 (30 % known)')
  })

  it('says what is expected', () => {
    expect(() => parseMaskSpec('circle:0.5')).toThrow(
      'unknown mask "circle:0.5": expected random:p, rect-centred:p, rect-random:p, half, strokes-thin, strokes-medium, strokes-thick, pattern:p, grid-2, grid-4, outpaint:p, all',
    )
    for (const text of ['random', 'random:', 'random:1.5', 'random:x'])
      expect(() => parseMaskSpec(text)).toThrow('filling rate from 0 to 1')
    expect(() => parseMaskSpec('all:0.5')).toThrow('takes no filling rate')
  })
})

describe('mask files', () => {
  it('read white as missing, in grey, colour and 16 bits', () => {
    const grey = { width: 2, height: 2, channels: 1, data: [255, 0, 200, 90], maximum: 255 }
    expect([...maskFromPixels(grey, 2)]).toEqual([0, 1, 0, 1])
    const rgba = { width: 1, height: 1, channels: 4, data: [65535, 65535, 65535, 0], maximum: 65535 }
    expect([...maskFromPixels(rgba, 1)]).toEqual([0])
  })

  it('refuse another size', () => {
    const picture = { width: 64, height: 48, channels: 1, data: new Uint8Array(64 * 48), maximum: 255 }
    expect(() => maskFromPixels(picture, 32)).toThrow('mask is 64×48, the run expects 32×32; resize the PNG or pick another run')
  })
})
