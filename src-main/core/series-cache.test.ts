import { expect, it } from 'vitest'
import { smooth } from '../../src-shared/series.ts'
import { SeriesCache, type SmoothedSeries } from './series-cache.ts'
import type { SeriesData } from './store/run-store.ts'

const copy = (series: SmoothedSeries) => structuredClone(series)

/** A store of one series, which counts the points read of it. */
function recorded() {
  let points: [step: number, time: number, value: number][] = []
  const column = (of: typeof points, i: 0 | 1 | 2) => Float64Array.from(of, (point) => point[i])
  const store = {
    pointsRead: 0,
    record(...more: typeof points) {
      points = [...points, ...more]
    },
    truncate(step: number) {
      points = points.filter((point) => point[0] <= step)
    },
    async readSeries(_run: string, _name: string, fromStep = 0): Promise<SeriesData> {
      const found = points.filter((point) => point[0] >= fromStep)
      store.pointsRead += found.length
      return { steps: column(found, 0), times: column(found, 1), values: column(found, 2) }
    },
  }
  return store
}

it('reads what has been added, and smooths it as if it had read everything', async () => {
  const store = recorded()
  const cache = new SeriesCache(store)
  const values: number[] = []
  const record = (...more: number[]) => {
    store.record(
      ...more.map((value, i) => [values.length + i + 1, 1000 * (values.length + i), value] as [number, number, number]),
    )
    values.push(...more)
  }
  // Constant at first, which smoothing leaves alone; then not.
  for (const more of [[3, 3], [3], [4, Number.NaN, 5], [], Array.from({ length: 500 }, (_, i) => Math.sin(i))]) {
    record(...more)
    const { steps, values: read, smoothed, nonFiniteSteps } = await cache.read('r', 'loss', 0.6, copy)
    expect([...steps]).toEqual(values.map((_, i) => i + 1))
    expect([...read]).toEqual(values)
    expect(smoothed).toEqual(smooth(Float64Array.from(values), 0.6))
    expect(nonFiniteSteps).toEqual(values.includes(Number.NaN) ? [5] : [])
  }
  expect(store.pointsRead).toBe(values.length + 4)
  expect((await cache.read('r', 'loss', 0.9, copy)).smoothed).toEqual(smooth(Float64Array.from(values), 0.9))
})

it('notices that a resumed run has taken the place of the points it knew', async () => {
  const store = recorded()
  const cache = new SeriesCache(store)
  store.record([1, 10, 0.5], [2, 20, 0.25])
  await cache.read('r', 'loss', 0, copy)
  store.truncate(1)
  expect([...(await cache.read('r', 'loss', 0, copy)).steps]).toEqual([1])
  store.record([2, 20, 0.25], [3, 30, 0.1])
  await cache.read('r', 'loss', 0, copy)
  store.truncate(1)
  store.record([2, 99, 7], [3, 100, 8], [4, 101, 9])
  expect([...(await cache.read('r', 'loss', 0, copy)).values]).toEqual([0.5, 7, 8, 9])
})
