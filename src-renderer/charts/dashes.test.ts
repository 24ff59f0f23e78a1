import { describe, expect, it } from 'vitest'
import { dashPatterns } from './dashes.ts'

const line = (colour: number, ...values: number[]) => ({ colour, smoothed: values.map((y, x) => ({ x, y })) })
const dashed = (...lines: Parameters<typeof dashPatterns>[0]) => dashPatterns(lines).map((pattern) => pattern.length > 0)

describe('dashPatterns', () => {
  it('leaves lines apart as they are', () => {
    expect(dashed(line(1, 10, 12, 14), line(2, 20, 21, 22))).toEqual([false, false])
  })
  it('dashes what lies on another line, each in its own way', () => {
    const patterns = dashPatterns([line(1, 10, 20, 30), line(2, 10, 20.1, 30), line(3, 10, 20, 30.1)])
    expect(new Set(patterns.map(String)).size).toBe(3)
    expect(patterns.at(-1)).toEqual([])
  })
  it('dashes a colour that comes again', () => {
    expect(dashed(line(1, 10, 11), line(2, 20, 21), line(1, 30, 31))).toEqual([true, false, false])
  })
  it('does not mind lines that merely cross', () => {
    expect(dashed(line(1, 0, 5, 10, 15, 20), line(2, 20, 15, 10, 5, 0))).toEqual([false, false])
  })
})
