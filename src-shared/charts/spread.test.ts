import { describe, expect, it } from 'vitest'
import { spread } from './spread.ts'

describe('spread', () => {
  it('leaves labels that do not touch and parts those that do', () => {
    expect(spread([10, 50], 14, 0, 100)).toEqual([10, 50])
    expect(spread([52, 50], 14, 0, 100)).toEqual([64, 50])
  })
  it('keeps labels inside', () => {
    expect(spread([99, 98], 14, 0, 100)).toEqual([93, 79])
  })
})
