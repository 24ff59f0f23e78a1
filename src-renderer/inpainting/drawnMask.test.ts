import { expect, it } from 'vitest'
import { packMask, unpackMask } from './drawnMask.ts'

it('a mask comes back from its word; a word of another size, or none, is refused', () => {
  const mask = Uint8Array.from({ length: 25 }, (_, i) => (i % 3 === 0 ? 1 : 0))
  const word = packMask(mask)
  expect(word).toMatch(/^[\w-]+$/)
  expect(unpackMask(word, 5)).toEqual(mask)
  expect(unpackMask(word, 6)).toBeUndefined()
  expect(unpackMask('§', 5)).toBeUndefined()
})
