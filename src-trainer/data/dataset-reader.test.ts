import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BuildProgress, type DatasetLayout, type PictureRange, splitsOf } from '../../src-shared/datasets.ts'
import { openDatasetReader } from './dataset-reader.ts'

const layout: DatasetLayout = {
  format: 1,
  name: 'tiny',
  kind: 'by-hand',
  hash: '0123456789abcdef',
  imageSize: 2,
  channels: 1,
  source: 'this test',
  crop: null,
  filter: null,
  synthetic: true,
  exchangeable: true,
  splits: splitsOf(6, 3, 1),
}
const patience = { dead: 60, still: 5_000 }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lacuna-reader-'))
  // Picture n is [4n, 4n + 1, 4n + 2, 4n + 3].
  await writeFile(
    join(folder, 'images.u8'),
    Uint8Array.from({ length: 40 }, (_, i) => i),
  )
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function record(ready: PictureRange[], change: Partial<BuildProgress> = {}): Promise<void> {
  const builder = { host: hostname(), pid: process.pid, startTime: '' }
  const counts = { done: ready.reduce((sum, [a, b]) => sum + b - a, 0), total: 10, picturesPerSecond: 1, secondsLeft: null }
  const progress: BuildProgress = {
    layout,
    state: 'building',
    ready,
    problems: [],
    builder,
    updatedAt: Date.now(),
    ...counts,
    ...change,
  }
  return writeFile(join(folder, 'progress.json'), JSON.stringify(progress))
}

function seal(): Promise<void> {
  return writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({ ...layout, contentHash: 'a'.repeat(64), problems: [], createdAt: 0 }),
  )
}

test('reads pictures by their position in a split', async () => {
  await seal()
  const reader = await openDatasetReader(folder)
  expect([...reader.readTraining(Uint32Array.of(5, 1, 2))]).toEqual([20, 21, 22, 23, 4, 5, 6, 7, 8, 9, 10, 11])
  expect([...reader.readValidation(2)]).toEqual([24, 25, 26, 27, 28, 29, 30, 31])
  expect([...reader.readSplit('test', 99)]).toEqual([36, 37, 38, 39])
  reader.close()
})

test('waits for the pictures asked for while a build goes on, and no longer', async () => {
  await record([[0, 2]])
  const reader = await openDatasetReader(folder, { patience })
  await reader.waitForTraining(Uint32Array.of(0, 1))
  let came = false
  const waiting = reader.waitForValidation(2).then(() => {
    came = true
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(came).toBe(false)
  await record([
    [0, 2],
    [6, 8],
  ])
  await waiting
  const stop = new AbortController()
  const stopped = reader.waitUntilComplete(stop.signal)
  stop.abort(new Error('enough'))
  await expect(stopped).rejects.toThrow()
  await seal()
  await reader.waitUntilComplete()
  expect(reader.manifest?.name).toBe('tiny')
  reader.close()
})

test('says so when the build died or failed', async () => {
  await record([[0, 2]], { builder: { host: hostname(), pid: 0x3fffff, startTime: '' } })
  const reader = await openDatasetReader(folder, { patience })
  await expect(reader.waitUntilComplete()).rejects.toThrow(
    'the build of dataset "tiny" ended at 2 of 10 pictures; start the run again',
  )
  await record([], { state: 'failed', reason: 'disk full' })
  await expect(reader.waitUntilComplete()).rejects.toThrow('the build of dataset "tiny" failed: disk full')
  reader.close()
})

test('refuses a folder without a cache, and a truncated one', async () => {
  await expect(openDatasetReader(folder)).rejects.toThrow(/no dataset cache in .*: expected manifest.json or progress.json/)
  await seal()
  await truncate(join(folder, 'images.u8'), 39)
  await expect(openDatasetReader(folder)).rejects.toThrow(/images\.u8 has 39 bytes, expected 40 \(10 pictures of 2×2×1\)/)
})
