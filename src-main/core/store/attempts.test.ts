import { expect, test } from 'vitest'
import {
  checkpointEvent,
  config,
  newRun,
  openClaimed,
  openStore,
  otherOwner,
  owner,
  startedEvent,
  stepsEvent,
  temporaryFile,
  validationEvent,
} from './fixtures.ts'

test('only one of two connections claims a run, until its lease expires', async () => {
  const file = temporaryFile()
  const mine = openStore(file)
  const theirs = openStore(file)
  await mine.createRun(newRun('r'))
  const claim = await mine.claim('r', owner, 100, 1000)
  expect(claim).toEqual({
    attempt: 1,
    fromStep: 0,
    checkpoint: null,
    choice: { engine: 'auto', threads: 2 },
    config,
    bestPsnr: null,
  })
  expect(await theirs.getRun('r')).toMatchObject({ state: 'running', attempt: 1, startedAt: 100 })
  await expect(theirs.claim('r', otherOwner, 1099, 1000)).rejects.toMatchObject({
    code: 'claimed',
    message: 'run "slides-1" is being trained by process 7 on here; stop it there first',
  })
  expect(await mine.heartbeat('r', 1, 1000, 1000)).toEqual({ held: true, requestedEnd: null })
  expect(await theirs.liveAttempts()).toEqual([{ run: 'r', attempt: 1, owner, leaseUntil: 2000 }])
  expect(await theirs.sweepExpired(1999)).toEqual([])
  expect((await theirs.claim('r', otherOwner, 2000, 1000)).attempt).toBe(2)

  expect(await mine.heartbeat('r', 1, 2001, 1000)).toMatchObject({ held: false })
  await expect(mine.record('r', 1, 1, [stepsEvent(1, 2)], 2002)).rejects.toMatchObject({ code: 'lease-lost' })
  await mine.endAttempt('r', 1, 'failed', 'too late', 2003)
  expect(await theirs.getRun('r')).toMatchObject({
    state: 'running',
    reason: null,
    attempts: [
      { attempt: 1, state: 'crashed', endedAt: 2000, host: 'here', pid: 7, programVersion: '0.1.0' },
      { attempt: 2, state: 'running', endedAt: null, pid: 8 },
    ],
  })
})

test('an expired lease makes a run crashed, with the reason, and it can be resumed', async () => {
  const file = temporaryFile()
  const mine = await openClaimed(file)
  const theirs = openStore(file)
  expect(await theirs.sweepExpired(1000)).toEqual(['r'])
  expect(await theirs.sweepExpired(1000)).toEqual([])
  expect(await mine.getRun('r')).toMatchObject({
    state: 'crashed',
    reason: 'process 7 on here, which trained it, stopped answering',
    endedAt: 1000,
  })
  expect(await mine.heartbeat('r', 1, 1001, 1000)).toMatchObject({ held: false })
  await expect(mine.record('r', 1, 1, [stepsEvent(1, 2)], 1001)).rejects.toMatchObject({ code: 'lease-lost' })
  expect(await theirs.liveAttempts()).toEqual([])
  expect((await theirs.claim('r', otherOwner, 1002, 1000)).attempt).toBe(2)
})

test('a finished run cannot be claimed', async () => {
  const store = await openClaimed()
  await store.record('r', 1, 1, [{ type: 'ended', state: 'finished', step: 9, reason: null }], 50)
  await expect(store.claim('r', owner, 60, 1000)).rejects.toMatchObject({ code: 'claimed' })
})

test('a resume goes on from the newest checkpoint and supersedes what came after, inside packed chunks too', async () => {
  const store = await openClaimed()
  const events = [
    startedEvent,
    stepsEvent(1, 5000),
    validationEvent(4000, 21),
    validationEvent(5000, 25),
    checkpointEvent(4500),
    checkpointEvent(4000, 'best'),
    stepsEvent(5001, 9000),
    validationEvent(6000, 30),
    { type: 'samples', step: 4500 } as const,
    { type: 'samples', step: 6000 } as const,
  ]
  await store.record('r', 1, 1, events, 50)
  expect(await store.getRun('r')).toMatchObject({ step: 9000, bestPsnr: 30, bestStep: 6000, checkpointStep: 4500 })
  await store.endAttempt('r', 1, 'crashed', 'gone', 60)

  const claim = await store.claim('r', owner, 70, 1000)
  const path = 'runs/r/checkpoints/last-4500.safetensors'
  expect(claim).toMatchObject({
    attempt: 2,
    fromStep: 4500,
    bestPsnr: 21,
    checkpoint: { kind: 'last', step: 4500, path, createdAt: 50 },
  })
  expect(await store.getRun('r')).toMatchObject({
    state: 'running',
    reason: null,
    step: 4500,
    loss: 1 / 4500,
    bestPsnr: 21,
    bestStep: 4000,
    lastPsnr: 21,
    lastValidationStep: 4000,
    sampleSteps: [4500],
    checkpointStep: 4500,
    checkpoints: [{ step: 4500 }, { step: 4000 }],
  })

  // Told apart by value: the second attempt records −step.
  await store.record('r', 2, 1, [{ ...startedEvent, step: 4500 }, stepsEvent(4501, 9500, (step) => -step)], 80)
  const { steps, times, values } = await store.readSeries('r', 'loss')
  expect(steps).toEqual(Float64Array.from({ length: 9500 }, (_, i) => i + 1))
  expect(times).toEqual(steps.map((step) => 10 * step))
  expect(values).toEqual(steps.map((step) => (step <= 4500 ? 1 / step : -step)))
})

test('without a checkpoint a resume begins anew', async () => {
  const store = await openClaimed()
  await store.record('r', 1, 1, [validationEvent(0, 9), stepsEvent(1, 100), validationEvent(100, 20)], 50)
  await store.endAttempt('r', 1, 'stopped', null, 60)
  expect(await store.claim('r', owner, 70, 1000)).toMatchObject({ fromStep: 0, checkpoint: null, bestPsnr: null })
  expect(await store.getRun('r')).toMatchObject({
    step: 0,
    loss: null,
    bestPsnr: null,
    lastValidationStep: null,
    seriesNames: [],
  })
  await store.record('r', 2, 1, [validationEvent(0, 9.5)], 80)
  expect((await store.readSeries('r', 'val/psnr/random:0.5')).values).toEqual(Float64Array.of(9.5))
})

test('a trainer that had to begin before its checkpoint supersedes what lies between', async () => {
  const store = await openClaimed()
  await store.record('r', 1, 1, [stepsEvent(1, 60), checkpointEvent(30, 'best'), checkpointEvent(50)], 50)
  await store.endAttempt('r', 1, 'crashed', null, 60)
  expect((await store.claim('r', owner, 70, 1000)).fromStep).toBe(50)
  await store.record('r', 2, 1, [{ ...startedEvent, step: 30 }, stepsEvent(31, 40)], 80)
  expect((await store.readSeries('r', 'loss')).steps).toHaveLength(40)
  expect(await store.getRun('r')).toMatchObject({ step: 40, checkpointStep: 30, attempts: [{ fromStep: 0 }, { fromStep: 30 }] })
})

test('another program’s request to end is heard at the next heartbeat, and only of a running run', async () => {
  const file = temporaryFile()
  const mine = await openClaimed(file)
  const theirs = openStore(file)
  await theirs.requestEnd('r', 'paused')
  expect(await mine.heartbeat('r', 1, 10, 1000)).toEqual({ held: true, requestedEnd: 'paused' })
  await mine.endAttempt('r', 1, 'paused', null, 11)
  await expect(theirs.requestEnd('r', 'stopped')).rejects.toMatchObject({
    code: 'run-state',
    message: 'run "slides-1" is paused: only a running run can be stopped',
  })
  await mine.claim('r', owner, 12, 1000)
  expect(await mine.heartbeat('r', 2, 13, 1000)).toEqual({ held: true, requestedEnd: null })
})
