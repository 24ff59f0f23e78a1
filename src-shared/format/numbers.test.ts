import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatDecibel, formatLoss, formatParameter, formatPercent, formatTick } from './numbers.ts'

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
