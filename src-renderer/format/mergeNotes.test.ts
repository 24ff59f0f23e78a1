import { describe, expect, it } from 'vitest'
import { mergeNotes } from './mergeNotes.ts'

describe('mergeNotes', () => {
  it('takes the one change there is', () => {
    expect(mergeNotes('a', 'a b', 'a')).toBe('a b')
    expect(mergeNotes('a', 'a', 'a c')).toBe('a c')
    expect(mergeNotes('a', 'b', 'b')).toBe('b')
    expect(mergeNotes('a', '', 'a')).toBe('')
  })
  it('keeps both of two', () => {
    expect(mergeNotes('a', 'a\nmine', 'a\ntheirs')).toBe('a\ntheirs\n\nmine')
    expect(mergeNotes('', 'mine', 'theirs')).toBe('theirs\n\nmine')
    expect(mergeNotes('a', 'rewritten', 'a\ntheirs')).toBe('a\ntheirs\n\nrewritten')
  })
  it('does not double what one took over from the other', () => {
    expect(mergeNotes('a', 'a b c', 'a b')).toBe('a b c')
    expect(mergeNotes('a', '', 'a b')).toBe('a b')
  })
})
