import { expect, it } from 'vitest'
import { smooth } from '../../src-shared/series.ts'
import { drawSeries } from './draw-series.ts'

const series = (values: number[]) => ({
  steps: Float64Array.from(values, (_, i) => i + 1),
  times: Float64Array.from(values, (_, i) => 1000 * i),
  values: Float64Array.from(values),
  smoothed: smooth(Float64Array.from(values), 0.6),
  nonFiniteSteps: values.flatMap((value, i) => (Number.isFinite(value) ? [] : [i + 1])),
})

it('smooths the whole series before it is cut, so that zooming changes no value', () => {
  const data = series([4, 3, 2, 1, 5, 6])
  const whole = drawSeries('loss', data, { buckets: 100 })
  const part = drawSeries('loss', data, { buckets: 100, fromStep: 3, toStep: 5 })
  expect([...part.steps]).toEqual([3, 4, 5])
  expect([...part.values]).toEqual([2, 1, 5])
  expect([...part.smoothedValues]).toEqual([...whole.smoothedValues].slice(2, 5))
  expect(part).toMatchObject({ count: 6, last: 6 })
})

it('names the steps that are not finite', () => {
  const drawn = drawSeries('loss', series([1, Number.NaN, 3, Number.POSITIVE_INFINITY]), { buckets: 100 })
  expect([...drawn.nonFiniteSteps]).toEqual([2, 4])
})

it('answers an empty series', () => {
  expect(drawSeries('loss', series([]), { buckets: 100 })).toMatchObject({
    count: 0,
    last: null,
    values: new Float64Array(0),
  })
})
