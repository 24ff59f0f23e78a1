import { describe, expect, it } from 'vitest'
import { timeLeft } from '../../src-shared/format/times.ts'
import { asSentence } from './states.ts'
import { formatAgo, secondsLeft, splitDuration } from './times.ts'

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
