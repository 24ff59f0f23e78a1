import { expect, it } from 'vitest'
import { pasteSquare } from './paste.ts'

/** 4 wide, 2 high, grey: its centred square of 2 begins at column 1. */
const picture = { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), width: 4, height: 2, channels: 1 }
const square = { left: 1, top: 0, width: 2 }

it('changes missing pixels of the square and nothing else', () => {
  const fill = { data: Uint8Array.of(90, 91, 92, 93), size: 2, channels: 1 }
  const { data } = pasteSquare(picture, square, fill, { data: Uint8Array.of(1, 0, 0, 1), size: 2 })
  expect([...data]).toEqual([1, 2, 91, 4, 5, 92, 7, 8])
})

it('takes the mean of a finer fill, and all of a missing pixel that is larger than the picture’s', () => {
  const fine = Uint8Array.from({ length: 16 }, (_, i) => 10 * (i % 4))
  const { data } = pasteSquare(picture, square, { data: fine, size: 4, channels: 1 }, { data: Uint8Array.of(0), size: 1 })
  expect([...data]).toEqual([1, 5, 25, 4, 5, 5, 25, 8])
})

it('turns a grey picture to colour for a fill in colour, and takes a grey fill into one in colour', () => {
  const red = pasteSquare(
    picture,
    square,
    { data: Uint8Array.of(200, 0, 0), size: 1, channels: 3 },
    { data: Uint8Array.of(0), size: 1 },
  )
  expect([...red.data.subarray(0, 9)]).toEqual([1, 1, 1, 200, 0, 0, 200, 0, 0])
  const grey = pasteSquare(red, square, { data: Uint8Array.of(7), size: 1, channels: 1 }, { data: Uint8Array.of(0), size: 1 })
  expect([...grey.data.subarray(0, 9)]).toEqual([1, 1, 1, 7, 7, 7, 7, 7, 7])
})
