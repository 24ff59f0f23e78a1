import { expect, it } from 'vitest'
import { rank, shuffled } from './galleryPlan.ts'

it('ranks pictures from the worst or the best, those without an answer last', () => {
  const psnr = [20, Number.NaN, 12, 30, 12]
  expect(rank(psnr, 'worst')).toEqual([2, 4, 0, 3, 1])
  expect(rank(psnr, 'best')).toEqual([3, 0, 2, 4, 1])
})

it('shuffles every picture once and always alike', () => {
  const order = shuffled(100)
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  expect(order).not.toEqual([...order].sort((a, b) => a - b))
  expect(shuffled(100)).toEqual(order)
})
