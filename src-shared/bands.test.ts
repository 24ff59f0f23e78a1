import { expect, it } from 'vitest'
import { bandOf } from './bands.ts'

const curve = (steps: number[], values: number[]) => ({
  steps: Float64Array.from(steps),
  times: Float64Array.from(steps, (step) => step * 10),
  values: Float64Array.from(values),
})

it('gives mean and sample standard deviation at the steps that all have', () => {
  const band = bandOf([
    curve([1, 2, 4, 5], [1, 2, 3, 4]),
    curve([1, 3, 4, 5], [3, 9, 5, Number.NaN]),
    curve([1, 4, 5], [5, 7, 1]),
  ])
  expect([...band.steps]).toEqual([1, 4, 5])
  expect([...band.times]).toEqual([10, 40, 50])
  expect([...band.values]).toEqual([3, 5, Number.NaN])
  // Of 1, 3, 5 and of 3, 5, 7 it is 2.
  expect([...band.low]).toEqual([1, 3, Number.NaN])
  expect([...band.high]).toEqual([5, 7, Number.NaN])
})
