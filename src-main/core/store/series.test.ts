import { expect, test } from 'vitest'
import { randomStream } from '../../../src-shared/random.ts'
import { openDatabase } from './database.ts'
import { newRun, openClaimed, openStore, owner, plainChunk, stepsEvent, temporaryFile } from './fixtures.ts'
import type { SeriesData } from './run-store.ts'
import { chunkPoints, seriesTable } from './series.ts'

/** Points of steps `from` to `to`, both included, told apart in every column. */
function points(from: number, to: number, mark = 0): SeriesData {
  const steps = Float64Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return { steps, times: steps.map((step) => step * 10), values: steps.map((step) => step + mark) }
}

async function openTable() {
  const file = temporaryFile()
  await openStore(file).createRun(newRun('r'))
  const database = openDatabase(file)
  const counts = database.prepare<[], number>('SELECT count FROM seriesChunks ORDER BY firstStep').pluck()
  const bytes = database
    .prepare<[string], number>(
      'SELECT sum(length(points)) FROM seriesChunks JOIN series ON series.id = seriesChunks.series WHERE name = ?',
    )
    .pluck()
  return { table: seriesTable(database), counts: () => counts.all(), bytes: (name: string) => bytes.get(name)! }
}

test('appends of any size and truncations anywhere read back exactly as a plain list would', async () => {
  const { table, counts } = await openTable()
  const random = randomStream(1, 'series test')
  const sizes = [1, 7, 63, 64, 65, 500, 4095, 4096, 4097, 9000]
  let list: { step: number; value: number }[] = []
  let longest = 0
  for (let turn = 0; turn < 60; turn++) {
    const last = list.at(-1)?.step ?? 0
    const added = points(last + 1, last + sizes[random.below(sizes.length)]!, turn / 100)
    table.append('r', 'loss', added)
    list.push(...Array.from(added.steps, (step, i) => ({ step, value: added.values[i]! })))
    if (turn % 5 === 4) {
      const cut = random.below(last + 1)
      table.truncate('r', cut)
      list = list.filter(({ step }) => step <= cut)
    }
    longest = Math.max(longest, list.length)
    const read = table.read('r', 'loss', 0, Infinity)
    expect(read.steps).toEqual(Float64Array.from(list, ({ step }) => step))
    expect(read.times).toEqual(Float64Array.from(list, ({ step }) => step * 10))
    expect(read.values).toEqual(Float64Array.from(list, ({ value }) => value))
    // Full chunks, then less than a full one in small ones.
    const rest = counts().filter((count) => count !== chunkPoints)
    expect(counts().slice(counts().length - rest.length)).toEqual(rest)
    expect(rest.reduce((sum, count) => sum + count, 0)).toBeLessThan(chunkPoints)
  }
  expect(longest).toBeGreaterThan(10_000)
})

test('points appended one by one become full chunks, and few rows before that', async () => {
  const { table, counts } = await openTable()
  for (let step = 1; step <= 4000; step++) table.append('r', 'loss', points(step, step))
  expect(counts().length).toBeLessThanOrEqual(64)
  for (let step = 4001; step <= 4097; step++) table.append('r', 'loss', points(step, step))
  expect(counts()).toEqual([4096, 1])
  expect(table.read('r', 'loss', 0, Infinity)).toEqual(points(1, 4097))
})

test('a step is recorded once', async () => {
  const { table } = await openTable()
  table.append('r', 'loss', points(1, 10))
  table.append('r', 'loss', points(5, 12, 0.5))
  table.append('r', 'loss', points(12, 12, 0.5))
  const { steps, values } = table.read('r', 'loss', 0, Infinity)
  expect(steps).toEqual(points(1, 12).steps)
  expect(Array.from(values.slice(8))).toEqual([9, 10, 11.5, 12.5])
})

test('chunks of a database from before points were packed are read, appended to and cut', async () => {
  const file = temporaryFile()
  await openStore(file).createRun(newRun('r'))
  const old = openDatabase(file)
  const series = old.prepare("INSERT INTO series (run, name) VALUES ('r', 'loss')").run().lastInsertRowid
  const insert = old.prepare('INSERT INTO seriesChunks (series, firstStep, lastStep, count, points) VALUES (?, ?, ?, ?, ?)')
  for (const [from, to] of [
    [1, 4096],
    [4097, 8192],
    [8193, 8260],
    [8261, 8270],
  ] as const) {
    insert.run(series, from, to, to - from + 1, plainChunk(points(from, to)).points)
  }
  old.pragma('user_version = 6')
  old.close()

  const database = openDatabase(file)
  const table = seriesTable(database)
  const sizes = database.prepare<[], { count: number; bytes: number }>(
    'SELECT count, length(points) AS bytes FROM seriesChunks ORDER BY firstStep',
  )
  expect(table.read('r', 'loss', 0, Infinity)).toEqual(points(1, 8270))
  table.append('r', 'loss', points(8271, 8300))
  expect(table.read('r', 'loss', 0, Infinity)).toEqual(points(1, 8300))
  table.append('r', 'loss', points(8301, 13_000))
  expect(table.read('r', 'loss', 0, Infinity)).toEqual(points(1, 13_000))
  // Full chunks stay as they were; what is written is packed.
  const [first, second, ...packed] = sizes.all()
  expect([first, second]).toEqual([1, 2].map(() => ({ count: 4096, bytes: 24 * 4096 })))
  for (const { count, bytes } of packed) expect(bytes).toBeLessThan(9 * count)
  table.truncate('r', 5000)
  expect(table.read('r', 'loss', 0, Infinity)).toEqual(points(1, 5000))
  table.truncate('r', 100)
  expect(table.read('r', 'loss', 0, Infinity)).toEqual(points(1, 100))
})

test('a training’s losses take 5 bytes a point once their chunks are full, and its speed 9', async () => {
  const { table, bytes } = await openTable()
  const random = randomStream(3, 'training')
  for (let first = 1; first <= 8192; first += 2) {
    const steps = Float64Array.of(first, first + 1)
    const times = steps.map((step) => 1.79e12 + 200 * step + random.below(60))
    table.append('r', 'loss', { steps, times, values: steps.map(() => Math.fround(random.uniform())) })
    table.append('r', 'imagesPerSecond', { steps, times, values: steps.map(() => 300 + random.uniform()) })
  }
  expect(bytes('loss') / 8192).toBeCloseTo(5, 1)
  expect(bytes('imagesPerSecond') / 8192).toBeCloseTo(9, 1)
})

test('a range has both its ends, across chunks', async () => {
  const store = await openClaimed()
  await store.record('r', 1, 1, [stepsEvent(1, 10_000)], 0)
  const range = async (from?: number, to?: number) => {
    const { steps } = await store.readSeries('r', 'loss', from, to)
    return [steps.length, steps[0], steps.at(-1)]
  }
  expect(await range()).toEqual([10_000, 1, 10_000])
  expect(await range(4000, 8200)).toEqual([4201, 4000, 8200])
  expect(await range(4097)).toEqual([5904, 4097, 10_000])
  expect(await range(undefined, 4096.5)).toEqual([4096, 1, 4096])
  expect(await range(20_000)).toEqual([0, undefined, undefined])
  expect(await range(9, 8)).toEqual([0, undefined, undefined])
  expect((await store.readSeries('r', 'none')).steps).toHaveLength(0)
})

test('a run’s points go with it, and another’s stay', async () => {
  const { table, counts } = await openTable()
  table.append('r', 'loss', points(1, 5000))
  expect(table.names('r')).toEqual(['loss'])
  table.truncate('q', 0)
  expect(counts()).toHaveLength(2)
  table.truncate('r', 0)
  expect(counts()).toEqual([])
  expect(table.names('r')).toEqual([])
})

test('a million points are written and read without waiting; prints how long', async () => {
  const file = temporaryFile()
  const store = openStore(file)
  await store.createRun(newRun('r'))
  await store.claim('r', owner, 0, 1e9)
  const seconds = async (work: () => Promise<unknown>) => {
    const start = performance.now()
    await work()
    return performance.now() - start
  }
  const names = ['loss', 'mse', 'tv', 'tvFree', 'imagesPerSecond', 'gradient']
  let sequence = 1
  const appends = 2000
  const ingest = await seconds(async () => {
    for (let i = 0; i < appends; i++) {
      const event = stepsEvent(3 * i + 1, 3 * i + 3)
      if (event.type !== 'steps') return
      const series = Object.fromEntries(names.map((name) => [name, event.series.loss!]))
      await store.record('r', 1, sequence++, [{ ...event, series }], 0)
    }
  })
  for (let i = 0; i < 100; i++) await store.record('r', 1, sequence++, [stepsEvent(10_000 + i * 10_000, 19_999 + i * 10_000)], 0)
  const reads: number[] = []
  for (let i = 0; i < 7; i++) reads.push(await seconds(() => store.readSeries('r', 'loss')))
  const { steps } = await store.readSeries('r', 'loss')
  expect(steps.length).toBe(1_000_000 + 3 * appends)
  const figures = [`first ${reads[0]!.toFixed(1)} ms`, `median ${reads.toSorted((a, b) => a - b)[3]!.toFixed(1)} ms`]
  console.info(
    `one append of 3 points to 6 series: ${(ingest / appends).toFixed(3)} ms; read of a million points: ${figures.join(', ')}`,
  )
})
