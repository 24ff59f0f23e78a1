import { expect, test } from 'vitest'
import { checkpointEvent, openClaimed, startedEvent, stepsEvent, validationEvent } from './fixtures.ts'

test('a training’s events become its summary and detail', async () => {
  const store = await openClaimed()
  const events = [
    startedEvent,
    { type: 'log', time: 5.5, level: 'warning', message: 'small data set' } as const,
    stepsEvent(1, 4),
    validationEvent(2, 20),
    validationEvent(4, 20),
    { type: 'samples', step: 4 } as const,
    checkpointEvent(2, 'best'),
    checkpointEvent(2),
    checkpointEvent(4),
  ]
  await store.record('r', 1, 1, events, 77)
  expect(await store.getRun('r')).toMatchObject({
    state: 'running',
    step: 4,
    loss: 0.25,
    imagesPerSecond: 200,
    engine: 'simd',
    device: 'AVX2',
    parameters: 473341,
    parameterTable: startedEvent.parameterTable,
    // Of equal bests the earlier stands.
    bestPsnr: 20,
    bestStep: 2,
    lastPsnr: 20,
    lastValidationStep: 4,
    checkpointStep: 4,
    checkpoints: [
      { kind: 'last', step: 4, path: 'runs/r/checkpoints/last-4.safetensors', bytes: 5, sha256: 'ab', psnr: null, createdAt: 77 },
      { kind: 'best', step: 2 },
    ],
    sampleSteps: [4],
    seriesNames: ['loss', 'mse', 'val/loss', 'val/psnr/random:0.5'],
    attempts: [{ attempt: 1, engine: 'simd', device: 'AVX2', engineReason: 'the fastest found', threads: 2, state: 'running' }],
    log: [{ time: 5.5, level: 'warning', message: 'small data set' }],
  })
  await store.record('r', 1, 10, [{ type: 'ended', state: 'paused', step: 4, reason: 'by hand' }], 99)
  expect(await store.getRun('r')).toMatchObject({
    state: 'paused',
    reason: 'by hand',
    endedAt: 99,
    attempts: [{ state: 'paused', endedAt: 99 }],
  })
})

test('a best older than the last still resumes from the last, a newer one from itself', async () => {
  const store = await openClaimed()
  await store.record('r', 1, 1, [checkpointEvent(10), checkpointEvent(15, 'best')], 1)
  expect((await store.getRun('r'))?.checkpointStep).toBe(15)
  await store.record('r', 1, 3, [checkpointEvent(20)], 2)
  expect((await store.getRun('r'))?.checkpointStep).toBe(20)
})

test('batches sent again or overlapping are recorded once', async () => {
  const store = await openClaimed()
  const line = (message: string) => ({ type: 'log', time: 0, level: 'info', message }) as const
  const batch = [stepsEvent(1, 10), line('one'), validationEvent(10, 20)]
  await store.record('r', 1, 1, batch, 50)
  const { change } = await store.changedSince(0)
  await store.record('r', 1, 1, batch, 51)
  expect((await store.changedSince(change)).runs).toEqual([])
  await store.record('r', 1, 2, [...batch.slice(1), stepsEvent(11, 20), line('two')], 52)
  expect((await store.readSeries('r', 'loss')).steps).toEqual(Float64Array.from({ length: 20 }, (_, i) => i + 1))
  expect((await store.readLog('r', 10)).map(({ message }) => message)).toEqual(['one', 'two'])
  expect((await store.readLog('r', 1)).map(({ message }) => message)).toEqual(['two'])

  // The end's acknowledgement was lost: sent again, it is as good as recorded; anything more is refused.
  const ended = { type: 'ended', state: 'finished', step: 20, reason: null } as const
  await store.record('r', 1, 6, [ended], 60)
  await store.record('r', 1, 6, [ended], 61)
  await expect(store.record('r', 1, 7, [line('three')], 62)).rejects.toMatchObject({ code: 'lease-lost' })
})

test('a batch with a gap before it, or columns of different lengths, is refused whole', async () => {
  const store = await openClaimed()
  await expect(store.record('r', 1, 2, [stepsEvent(1, 2)], 0)).rejects.toMatchObject({ code: 'sequence-gap' })
  const bad = { ...stepsEvent(3, 4), series: { loss: [1] } } as ReturnType<typeof stepsEvent>
  await expect(store.record('r', 1, 1, [stepsEvent(1, 2), bad], 0)).rejects.toMatchObject({ code: 'bad-event' })
  expect(await store.getRun('r')).toMatchObject({ step: 0, seriesNames: [] })
  await store.record('r', 1, 1, [stepsEvent(1, 2)], 0)
  expect((await store.getRun('r'))?.step).toBe(2)
})

test('values that are not finite stay in the series; the summary shows none', async () => {
  const store = await openClaimed()
  const values = [0.5, NaN, Infinity, -Infinity, -0, NaN]
  await store.record(
    'r',
    1,
    1,
    [stepsEvent(1, 6, (step) => values[step - 1]!), validationEvent(6, 20), validationEvent(7, NaN)],
    0,
  )
  const series = await store.readSeries('r', 'loss')
  expect(Array.from(series.values)).toEqual(values)
  expect(await store.getRun('r')).toMatchObject({ loss: null, lastPsnr: null, lastValidationStep: 7, bestPsnr: 20, bestStep: 6 })
  expect((await store.readSeries('r', 'val/psnr/random:0.5')).values).toEqual(Float64Array.of(20, NaN))
})
