import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatDecibel, formatLoss, formatParameter, formatPercent, formatTick } from './numbers.ts'
import { asSentence } from './states.ts'
import { formatAgo, secondsLeft, splitDuration, timeLeft } from './times.ts'

describe('numbers', () => {
  it('group thousands and show nothing as a dash', () => {
    expect(formatCount(12840)).toBe('12,840')
    expect(formatCount(null)).toBe('–')
    expect(formatDecibel(Number.NaN)).toBe('–')
    expect(formatDecibel(21.26)).toBe('21.3')
  })
  it('show a loss at a steady width and name what is not finite', () => {
    expect([0.01634, 1.2041, 3.14e-7, 123456].map(formatLoss)).toEqual(['0.0163', '1.204', '3.1e-7', '1.2e+5'])
    expect([Number.NaN, Infinity, -Infinity, 0].map(formatLoss)).toEqual(['NaN', '∞', '−∞', '0'])
  })
  it('never say 100 % before the end', () => {
    expect([0, 0.999, 1].map(formatPercent)).toEqual(['0 %', '99 %', '100 %'])
  })
  it('shorten ticks, bytes and hyperparameters', () => {
    expect([0, 0.03, 500, 4000, 12_500, 1_250_000].map(formatTick)).toEqual(['0', '0.03', '500', '4k', '12.5k', '1.25M'])
    expect([999, 4_200_000].map(formatBytes)).toEqual(['999 B', '4.2 MB'])
    expect([0.0005, 0.001, 64, 4000, 4_294_967_295, 'random'].map(formatParameter)).toEqual([
      '5e-4',
      '0.001',
      '64',
      '4,000',
      '4,294,967,295',
      'random',
    ])
  })
})

describe('asSentence', () => {
  it('begins with a capital and ends with a full stop, once', () => {
    expect(['out of memory', 'Done.', ''].map(asSentence)).toEqual(['Out of memory.', 'Done.', ''])
  })
})

describe('times', () => {
  it('split a duration from its unit', () => {
    expect([45, 487, 3723, 5 * 86_400, null].map((seconds) => Object.values(splitDuration(seconds)).join(' ').trim())).toEqual([
      '45 s',
      '8:07 min',
      '1:02:03 h',
      '5 days',
      '–',
    ])
  })
  it('say what is left', () => {
    expect([12, 487, 3 * 3600 + 120].map(timeLeft)).toEqual(['12 s left', '8 min left', '3 h 02 min left'])
    const run = { step: 12_840, imagesPerSecond: 398, config: { steps: 20_000, batchSize: 64 } }
    expect(secondsLeft(run)).toBeCloseTo((7160 * 64) / 398)
    expect(secondsLeft({ ...run, imagesPerSecond: null })).toBeNull()
  })
  it('say how long ago', () => {
    expect([1_000, 300_000, 7_200_000].map((ago) => formatAgo(1e12 - ago, 1e12))).toEqual(['just now', '5 min ago', '2 h ago'])
  })
})
