import { describe, expect, it } from 'vitest'
import { brushPixels, brushPlace, clear, drawLine, drawRectangle, invert } from './strokes.ts'

const known = (size: number) => new Uint8Array(size * size).fill(1)
/** Rows of a mask: # missing, . known. */
const picture = (mask: Uint8Array, size: number) =>
  Array.from({ length: size }, (_, y) =>
    [...mask.subarray(y * size, (y + 1) * size)].map((pixel) => (pixel ? '.' : '#')).join(''),
  )

describe('the brush', () => {
  it('covers whole pixels around where it points, for odd and even widths', () => {
    expect(brushPlace(2.5, 2.5, 1)).toEqual({ x: 2, y: 2 })
    expect(brushPlace(2.9, 2.1, 1)).toEqual({ x: 2, y: 2 })
    expect(brushPlace(2.5, 2.5, 3)).toEqual({ x: 1, y: 1 })
    expect(brushPlace(2.9, 3.1, 2)).toEqual({ x: 2, y: 2 })
  })

  it('is round from four pixels on', () => {
    expect([1, 2, 3].map((brush) => brushPixels(brush).length)).toEqual([1, 4, 9])
    const four = drawLine(known(4), 4, { x: 0, y: 0 }, { x: 0, y: 0 }, 4, 'paint')
    expect(picture(four, 4)).toEqual(['.##.', '####', '####', '.##.'])
  })

  it('draws a line without gaps, however fast it moved, and stays inside', () => {
    const mask = drawLine(known(5), 5, { x: 0, y: 0 }, { x: 6, y: 3 }, 1, 'paint')
    expect(picture(mask, 5)).toEqual(['#....', '.##..', '...##', '.....', '.....'])
  })

  it('erases what it painted and leaves its input alone', () => {
    const before = new Uint8Array(9)
    const after = drawLine(before, 3, { x: 1, y: 0 }, { x: 1, y: 2 }, 1, 'erase')
    expect(picture(after, 3)).toEqual(['#.#', '#.#', '#.#'])
    expect(before.includes(1)).toBe(false)
  })
})

it('a rectangle includes both corners, whichever way it was drawn, and ends at the picture’s edge', () => {
  const mask = drawRectangle(known(4), 4, { x: 2, y: 9 }, { x: 1, y: 2 }, 'paint')
  expect(picture(mask, 4)).toEqual(['....', '....', '.##.', '.##.'])
})

it('inverts and clears', () => {
  expect([...invert(Uint8Array.of(1, 0, 0))]).toEqual([0, 1, 1])
  expect([...clear(Uint8Array.of(1, 0, 0))]).toEqual([1, 1, 1])
})
