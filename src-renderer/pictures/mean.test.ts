import { expect, it } from 'vitest'
import { meanPicture } from './mean.ts'

it('meanPicture averages pixel by pixel and rounds', () => {
  expect([...meanPicture(Uint8Array.of(0, 10, 255, 2, 11, 255, 4, 11, 255), 3)]).toEqual([2, 11, 255])
})
