import { expect, it } from 'vitest'
import { checkDecodedPixels } from './decoded-pixels.ts'

it('refuses what would be rendered for minutes: 24 pictures under 8 masks at ×16', () => {
  expect(() => checkDecodedPixels({ pictures: 24 * 8, runs: 1, size: 32, scale: 16 })).toThrow(
    'at ×16 the figure has 51 million pixels of the decoder, expected at most 16 million; choose a smaller scale',
  )
  expect(() => checkDecodedPixels({ pictures: 2, runs: 2, size: 128, scale: 16 })).toThrow('17 million')
})

it('takes every gallery at ×1, the usual one at ×16, and a picture of 128×128 of three runs', () => {
  for (const asked of [
    { pictures: 24 * 8, runs: 6, size: 128, scale: 1 },
    { pictures: 7, runs: 6, size: 32, scale: 16 },
    { pictures: 1, runs: 3, size: 128, scale: 16 },
  ])
    expect(() => checkDecodedPixels(asked)).not.toThrow()
})
