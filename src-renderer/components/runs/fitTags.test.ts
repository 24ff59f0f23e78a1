import { expect, it } from 'vitest'
import { fitTags } from './fitTags.ts'

it('shows the tags that have room beside the number of the others', () => {
  expect(fitTags([], 128)).toBe(0)
  expect(fitTags(['tv', 'slides'], 128)).toBe(2)
  expect(fitTags(['baseline', 'for-the-paper', 'seeds', 'tv'], 128)).toBe(1)
  expect(fitTags(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 128)).toBe(4)
  expect(fitTags(['a-tag-that-is-longer-than-its-column', 'b'], 60)).toBe(1)
})
