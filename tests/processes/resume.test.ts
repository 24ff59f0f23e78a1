import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openWorkbench, type Workbench } from '../../src-main/core/workbench.ts'
import { findPreset } from '../../src-shared/presets.ts'
import type { RunDetail } from '../../src-shared/runs.ts'
import { startLacuna, temporaryFolder, until } from '../support/lacuna.ts'

const folder = temporaryFolder()
const dataFolder = inject('dataFolder')
const database = join(folder.path, 'experiments.db')
const signal = new AbortController().signal
const config = {
  ...findPreset('slides').config,
  batchSize: 4,
  steps: 120,
  validateEvery: 40,
  checkpointEvery: 20,
  validationImages: 4,
  seed: 11,
}

let workbench: Workbench
beforeAll(async () => {
  workbench = await openWorkbench({ database, dataFolder })
})
afterAll(async () => {
  await workbench.close()
  folder.remove()
})

const start = async (change: Partial<typeof config> = {}) =>
  (await workbench.handlers['runs.start']({ config: { ...config, ...change }, preset: 'slides', engine: 'simd' }, { signal })).run
const detail = async (run: string) => (await workbench.store.getRun(run)) as RunDetail
const series = async (run: string, name: string) => {
  const { steps, values } = await workbench.store.readSeries(run, name)
  return [...steps].map((step, i) => [step, values[i]])
}
/** Everything a run's losses and validations say, to the last bit. */
const everything = async (run: string) => {
  const names = (await detail(run)).seriesNames.filter((name) => name !== 'imagesPerSecond').sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await series(run, name)] as const)))
}
const reaches = (run: string, step: number) => until(`step ${step}`, async () => (await detail(run)).step >= step)

let uninterrupted: Record<string, unknown>
beforeAll(async () => {
  const run = await start()
  await workbench.queue.settled(run)
  expect(await detail(run)).toMatchObject({ state: 'finished', step: 120, parameters: 473_341 })
  uninterrupted = await everything(run)
  expect(Object.keys(uninterrupted)).toEqual(
    expect.arrayContaining(['loss', 'mse', 'tv', 'tvFree', 'val/loss', 'val/psnr/random:0.5', 'val/psnr/all']),
  )
  expect(uninterrupted.loss).toHaveLength(120)
})

describe('a trainer that is killed', () => {
  it('leaves a crashed run with everything acknowledged, and resuming gives an uninterrupted run’s numbers to the last bit', async () => {
    const run = await start()
    await reaches(run, 50)
    process.kill(workbench.queue.training(run)!.pid!, 'SIGKILL')
    await workbench.queue.settled(run)
    const crashed = await detail(run)
    expect(crashed.state).toBe('crashed')
    expect(crashed.reason).toContain('SIGKILL')
    expect(crashed.step).toBeGreaterThanOrEqual(50)
    const kept = (await series(run, 'loss')) as unknown[]
    expect(kept).toEqual((uninterrupted.loss as unknown[]).slice(0, kept.length))
    expect(kept.length).toBe(crashed.step)

    await workbench.handlers['runs.resume']({ run }, { signal })
    await workbench.queue.settled(run)
    const resumed = await detail(run)
    expect(resumed).toMatchObject({ state: 'finished', step: 120, attempt: 2 })
    expect(resumed.attempts[1]!.fromStep).toBe(40)
    expect(await everything(run)).toEqual(uninterrupted)
  })

  it('with the program that started it: crashed when another program looks, and resumable', async () => {
    const args = [
      'train',
      '--set',
      'batchSize=4',
      '--set',
      'checkpointEvery=20',
      '--set',
      'validateEvery=40',
      '--set',
      'validationImages=4',
    ]
    const child = startLacuna(
      [...args, '--seed', '11', '--steps', '120', '--name', 'orphan', '--db', database, '--data', dataFolder, '--json'],
      folder.path,
    )
    const run = await until('the run', async () => (await workbench.store.listRuns()).find(({ name }) => name === 'orphan')?.id)
    await reaches(run, 30)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    const another = await openWorkbench({ database, dataFolder })
    try {
      expect((await another.store.getRun(run))!).toMatchObject({ state: 'crashed', reason: expect.stringContaining('is gone') })
    } finally {
      await another.close()
    }
    await workbench.handlers['runs.resume']({ run }, { signal })
    await workbench.queue.settled(run)
    expect(await everything(run)).toEqual(uninterrupted)
  })
})

describe('a run that another program trains', () => {
  it('is seen live, paused from here at its next heartbeat, and goes on from there', async () => {
    const args = ['train', '--set', 'batchSize=4', '--set', 'validationImages=4', '--steps', '5000', '--name', 'elsewhere']
    const child = startLacuna([...args, '--db', database, '--data', dataFolder, '--json'], folder.path)
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const run = await until(
      'the run',
      async () => (await workbench.store.listRuns()).find(({ name }) => name === 'elsewhere')?.id,
    )
    await reaches(run, 10)
    await workbench.handlers['runs.pause']({ run }, { signal })
    expect(await ended).toBe(130)
    const paused = await detail(run)
    expect(paused).toMatchObject({ state: 'paused', checkpointStep: paused.step })
    await workbench.handlers['runs.resume']({ run }, { signal })
    await reaches(run, paused.step + 5)
    await workbench.handlers['runs.stop']({ run }, { signal })
    await workbench.queue.settled(run)
    expect((await detail(run)).attempts.map(({ state }) => state)).toEqual(['paused', 'stopped'])
  })
})

describe('a run that is ended', () => {
  it('pauses at once with a checkpoint and resumes to the same numbers', async () => {
    const run = await start()
    await reaches(run, 30)
    await workbench.handlers['runs.pause']({ run }, { signal })
    await workbench.queue.settled(run)
    const paused = await detail(run)
    expect(paused.state).toBe('paused')
    expect(paused.checkpointStep).toBe(paused.step)
    expect(paused.step).toBeLessThan(120)
    await expect(workbench.handlers['runs.resume']({ run, engine: 'cuda' }, { signal })).rejects.toThrow('unknown engine "cuda"')
    expect((await detail(run)).state).toBe('paused')
    const threads = paused.attempts[0]!.threads === 1 ? 2 : 1
    await workbench.handlers['runs.resume']({ run, threads }, { signal })
    await workbench.queue.settled(run)
    expect((await detail(run)).attempts.at(-1)).toMatchObject({ engine: 'simd', threads })
    expect(await everything(run)).toEqual(uninterrupted)
  })

  it('stops, keeps only its newest checkpoints and can be deleted', async () => {
    const run = await start()
    await reaches(run, 60)
    await workbench.handlers['runs.stop']({ run }, { signal })
    await workbench.queue.settled(run)
    const stopped = await detail(run)
    expect(stopped.state).toBe('stopped')
    const files = readdirSync(join(dataFolder, 'runs', run, 'checkpoints'))
    expect(files.sort()).toEqual(stopped.checkpoints.map(({ path }) => path.split('/').at(-1)).sort())
    expect(stopped.checkpoints.map(({ kind }) => kind).sort()).toEqual(['best', 'last'])
    await expect(workbench.handlers['runs.stop']({ run }, { signal })).rejects.toThrow(
      'is stopped: only a running or queued run can be stopped',
    )
    const { freedBytes } = await workbench.handlers['runs.delete']({ run }, { signal })
    expect(freedBytes).toBeGreaterThan(1_000_000)
    expect(readdirSync(join(dataFolder, 'runs'))).not.toContain(run)
    expect(await workbench.store.getRun(run)).toBeUndefined()
  })

  it('waits in the queue while another trains, and can be taken off it', async () => {
    const [first, second] = [await start({ steps: 5000 }), await start({ steps: 5000 })]
    await reaches(first, 1)
    expect((await detail(second)).state).toBe('queued')
    await workbench.handlers['runs.stop']({ run: second }, { signal })
    expect((await detail(second)).state).toBe('stopped')
    await workbench.handlers['runs.resume']({ run: second }, { signal })
    expect((await detail(second)).state).toBe('queued')
    // With room for two, the second begins beside the first.
    await workbench.handlers['settings.change']({ trainingsAtOnce: 2 }, { signal })
    await reaches(second, 1)
    expect((await detail(first)).state).toBe('running')
    await workbench.handlers['settings.change']({ trainingsAtOnce: 1 }, { signal })
    for (const run of [first, second]) {
      await workbench.handlers['runs.stop']({ run }, { signal })
      await workbench.queue.settled(run)
    }
  })
})

describe('a training that goes wrong', () => {
  it('fails at the step whose loss is not finite and keeps the last good checkpoint', async () => {
    const run = await start({ learningRate: 10, checkpointEvery: 1, validateEvery: 1000 })
    await workbench.queue.settled(run)
    const failed = await detail(run)
    expect(failed.state).toBe('failed')
    expect(failed.reason).toMatch(
      /at step \d+; (the checkpoint of step \d+ is kept|no checkpoint had been written yet); lower the learning rate/,
    )
    expect(failed.step).toBeLessThan(120)
    const good = failed.checkpoints.find(({ kind }) => kind === 'last')
    expect(good && good.step < failed.step + 1).toBe(true)
  })

  it('fails with one sentence when its checkpoint is damaged, and loses nothing', async () => {
    const run = await start()
    await reaches(run, 30)
    await workbench.handlers['runs.pause']({ run }, { signal })
    await workbench.queue.settled(run)
    const before = await series(run, 'loss')
    const { path } = (await detail(run)).checkpoints.find(({ kind }) => kind === 'last')!
    copyFileSync(join(folder.path, 'experiments.db'), join(dataFolder, path))
    await workbench.handlers['runs.resume']({ run }, { signal })
    await workbench.queue.settled(run)
    expect(await detail(run)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('expected a safetensors checkpoint'),
    })
    expect(await series(run, 'loss')).toEqual(before)
  })
})
