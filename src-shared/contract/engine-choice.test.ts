import { expect, it } from 'vitest'
import { changeChoice } from './engine-choice.ts'

it('a choice keeps what is not said, but nothing that was said of another engine', () => {
  const before = { engine: 'webgpu', threads: 2, device: 'NVIDIA' }
  expect(changeChoice(before, {})).toEqual(before)
  expect(changeChoice(before, { threads: 4 })).toEqual({ ...before, threads: 4 })
  expect(changeChoice(before, { engine: 'simd', threads: 1 })).toEqual({ engine: 'simd', threads: 1 })
})
