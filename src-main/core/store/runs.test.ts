import { expect, test } from 'vitest'
import { runDetailSchema, runSummarySchema } from '../../../src-shared/runs.ts'
import { config, newRun, openClaimed, openStore, owner, temporaryFile } from './fixtures.ts'

test('a new run is queued and reads back as it was given, in the contract’s shape', async () => {
  const store = openStore()
  const summary = await store.createRun(newRun('abc', { datasetHash: 'f00d' }))
  expect(runSummarySchema.strict().parse(summary)).toEqual(summary)
  expect(summary).toMatchObject({
    id: 'abc',
    name: 'slides-1',
    state: 'queued',
    dataset: 'synthetic-faces',
    config,
    step: 0,
    attempt: 0,
  })
  const detail = await store.getRun('abc')
  expect(runDetailSchema.strict().parse(detail)).toEqual(detail)
  expect(detail).toMatchObject({
    ...summary,
    datasetHash: 'f00d',
    attempts: [],
    checkpoints: [],
    sampleSteps: [],
    seriesNames: [],
  })
  expect(await store.getRun('abd')).toBeUndefined()
})

test('a base name gets the first free number of its own; an exact one stays', async () => {
  const store = openStore()
  const name = async (id: string, given: { base: string } | { exact: string }) =>
    (await store.createRun(newRun(id, { name: given }))).name
  expect(await name('a', { base: 'slides-beta0.02' })).toBe('slides-beta0.02-1')
  expect(await name('b', { base: 'slides-beta0.02' })).toBe('slides-beta0.02-2')
  expect(await name('c', { base: 'slides' })).toBe('slides-1')
  expect(await name('d', { exact: 'slides-3' })).toBe('slides-3')
  expect(await name('e', { base: 'slides' })).toBe('slides-2')
  expect(await name('f', { base: 'slides' })).toBe('slides-4')
  expect(await name('g', { exact: 'slides-4' })).toBe('slides-4')
  await store.delete('a')
  expect(await name('h', { base: 'slides-beta0.02' })).toBe('slides-beta0.02-1')
})

test('lists the newest first', async () => {
  const store = openStore()
  for (const [id, createdAt] of Object.entries({ a: 5, b: 9, c: 5 })) await store.createRun(newRun(id, { createdAt }))
  expect((await store.listRuns()).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
})

test('a reference is an id, a unique prefix, a name or latest, in that order', async () => {
  const store = openStore()
  await expect(store.resolve('latest')).rejects.toMatchObject({ code: 'no-run' })
  const add = (id: string, exact: string, createdAt: number) => store.createRun(newRun(id, { name: { exact }, createdAt }))
  await add('abcde11111', 'first', 1)
  await add('abcdf22222', 'abcde1', 2)
  await add('7h00000000', 'first', 3)
  await add('k000000000', '7', 4)
  await add('m000000000', 'abcd', 5)

  expect(await store.resolve('abcde11111')).toBe('abcde11111')
  expect(await store.resolve('abcdf')).toBe('abcdf22222')
  expect(await store.resolve('k')).toBe('k000000000')
  // A prefix goes before a name, unless it is shorter than four characters.
  expect(await store.resolve('abcde1')).toBe('abcde11111')
  expect(await store.resolve('7')).toBe('k000000000')
  expect(await store.resolve('7h')).toBe('7h00000000')
  // A name goes before an ambiguous prefix, and means its newest run.
  expect(await store.resolve('abcd')).toBe('m000000000')
  expect(await store.resolve('first')).toBe('7h00000000')
  expect(await store.resolve('latest')).toBe('m000000000')

  await expect(store.resolve('abc')).rejects.toMatchObject({
    code: 'ambiguous-run',
    message: '"abc" begins the ids of several runs: abcdf22222 ("abcde1"), abcde11111 ("first"); give more characters of one',
  })
  await expect(store.resolve('x_%')).rejects.toMatchObject({
    code: 'no-run',
    message: 'no run "x_%": expected an id, a unique prefix of one, a name or latest; see `lacuna runs list`',
  })
  await expect(store.resolve('')).rejects.toMatchObject({ code: 'no-run' })
})

test('followers hear of every change once, of deletions too, from another connection', async () => {
  const file = temporaryFile()
  const store = openStore(file)
  const follower = openStore(file)
  await store.createRun(newRun('a'))
  await store.createRun(newRun('b'))
  const first = await follower.changedSince(0)
  expect(first.runs.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(await follower.changedSince(first.change)).toEqual({ runs: [], deleted: [], change: first.change })

  await store.annotate('a', { name: 'better' })
  await store.delete('b')
  const second = await follower.changedSince(first.change)
  expect(second.runs.map(({ id, name }) => [id, name])).toEqual([['a', 'better']])
  expect(second.deleted).toEqual(['b'])
  expect(await follower.changedSince(second.change)).toMatchObject({ runs: [], deleted: [] })
  expect(await follower.listRuns()).toHaveLength(1)
})

test('states move by hand only where no process trains', async () => {
  const store = await openClaimed()
  await expect(store.setState('r', 'stopped', null, 5)).rejects.toMatchObject({ code: 'run-state' })
  await expect(store.delete('r')).rejects.toMatchObject({ code: 'run-state' })
  await store.endAttempt('r', 1, 'paused', null, 6)
  await store.setState('r', 'queued', null, 7)
  expect(await store.getRun('r')).toMatchObject({ state: 'queued', startedAt: 0, endedAt: null })
  await store.setState('r', 'stopped', 'by hand', 8)
  expect(await store.getRun('r')).toMatchObject({ state: 'stopped', reason: 'by hand', endedAt: 8 })
  await expect(store.setState('r', 'running', null, 9)).rejects.toMatchObject({ code: 'run-state' })
  await store.claim('r', owner, 10, 1000)
  await store.endAttempt('r', 2, 'finished', null, 11)
  await expect(store.setState('r', 'queued', null, 12)).rejects.toMatchObject({ code: 'run-state' })
})

test('an unknown id is said to be one', async () => {
  const store = openStore()
  const calls = [
    store.annotate('x', { name: 'y' }),
    store.setDatasetHash('x', 'y'),
    store.delete('x'),
    store.setState('x', 'stopped', null, 0),
    store.readChoice('x'),
    store.setChoice('x', { engine: 'simd' }),
    store.claim('x', owner, 0, 1),
    store.record('x', 1, 1, [], 0),
  ]
  for (const call of calls) await expect(call).rejects.toMatchObject({ name: 'WorkbenchError', code: 'no-run' })
})

test('what a person says of a run is kept, and what is not said stays', async () => {
  const store = openStore()
  await store.createRun(newRun('a'))
  expect((await store.listRuns())[0]).toMatchObject({ tags: [], notes: '', archived: false })
  await store.annotate('a', { tags: ['ablation: β', 'night'], notes: 'looks\ngood' })
  await store.annotate('a', { archived: true })
  expect((await store.listRuns())[0]).toMatchObject({
    tags: ['ablation: β', 'night'],
    notes: 'looks\ngood',
    archived: true,
    name: 'slides-1',
  })
})
