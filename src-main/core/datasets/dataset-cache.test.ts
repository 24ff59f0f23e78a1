import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatasetCache } from './dataset-cache.ts'

const SIZE = { imageSize: 8 }
let dataFolder: string

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'lacuna-datasets-'))
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

function cache(workers = 1, train = 600, folder = dataFolder): DatasetCache {
  const options = { train, validation: 30, test: 20 }
  return new DatasetCache({ dataFolder: folder, workers, definitions: () => [{ name: 'few', kind: 'synthetic-faces', options }] })
}

async function built(workers: number, folder = dataFolder) {
  const opened = await cache(workers, 600, folder).open('few', SIZE)
  return { ...opened, manifest: await opened.complete }
}

/** Another process that builds the same set; `ended` once it has exited. */
function builderProcess(train: number) {
  const script = `
    import { DatasetCache } from ${JSON.stringify(new URL('./dataset-cache.ts', import.meta.url).href)}
    const options = { train: ${train}, validation: 30, test: 20 }
    const definitions = () => [{ name: 'few', kind: 'synthetic-faces', options }]
    const cache = new DatasetCache({ dataFolder: ${JSON.stringify(dataFolder)}, workers: 1, definitions })
    const onProgress = ({ done }) => done > 0 && console.log('done', done)
    const { complete } = await cache.open('few', { imageSize: 8 }, { onProgress })
    console.log('hash', (await complete).contentHash)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  const begun = Promise.withResolvers<void>()
  child.stdout.on('data', (text) => {
    output += text
    begun.resolve()
  })
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(output)))
  return { child, begun: begun.promise, ended }
}

describe('the dataset cache', () => {
  test('makes the same bytes whatever the number of workers, and says what they are', async () => {
    const other = await mkdtemp(join(tmpdir(), 'lacuna-datasets-'))
    try {
      const [one, three] = [await built(1), await built(3, other)]
      const bytes = await readFile(join(one.folder, 'images.u8'))
      expect(bytes.equals(await readFile(join(three.folder, 'images.u8')))).toBe(true)
      expect(bytes).toHaveLength(650 * 8 * 8 * 3)
      expect(one.manifest.contentHash).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(one.manifest.splits).toEqual({
        train: { offset: 0, count: 600 },
        validation: { offset: 600, count: 30 },
        test: { offset: 630, count: 20 },
      })
      expect(await readdir(one.folder)).toEqual(['images.u8', 'manifest.json'])
    } finally {
      await rm(other, { recursive: true, force: true })
    }
  })

  test('lists a data set as absent, then ready; pictures for previews are the same before and after', async () => {
    const few = cache()
    expect((await few.list(SIZE)).map(({ name, state }) => [name, state])).toEqual([
      ['synthetic-faces', 'absent'],
      ['few', 'absent'],
    ])
    const before = await few.readPictures('few', SIZE, [3, 640])
    const { contentHash } = await (await few.open('few', SIZE)).complete
    expect(await few.info('few', SIZE)).toMatchObject({ state: 'ready', bytes: 650 * 192, contentHash })
    expect(await few.readPictures('few', SIZE, [3, 640])).toEqual(before)
    expect((await few.firstPictures('few', { ...SIZE, split: 'test', count: 500 })).count).toBe(20)
    await few.remove('few', SIZE)
    expect((await few.info('few', SIZE)).state).toBe('absent')
  })

  test('an aborted build is not valid, and the next open continues it to the same bytes', async () => {
    const stop = new AbortController()
    const few = cache(1, 2000)
    const onProgress = ({ done }: { done: number }) => done > 0 && stop.abort(new Error('enough'))
    const { complete, folder } = await few.open('few', SIZE, { signal: stop.signal, onProgress })
    await expect(complete).rejects.toThrow('enough')
    expect(existsSync(join(folder, 'manifest.json'))).toBe(false)
    expect(JSON.parse(await readFile(join(folder, 'progress.json'), 'utf8'))).toMatchObject({ state: 'stopped' })
    expect((await few.info('few', SIZE)).state).toBe('absent')
    const { contentHash } = await (await few.open('few', SIZE)).complete
    await few.remove('few', SIZE)
    expect((await (await few.open('few', SIZE)).complete).contentHash).toBe(contentHash)
  })

  test('a build is stopped for all who wait for it, says where, and the next goes on from there', async () => {
    const few = cache(1, 5_000)
    await expect(few.stop('few', SIZE)).rejects.toThrow('this program is not building data set "few"')
    const begun = Promise.withResolvers<void>()
    const onProgress = ({ done }: { done: number }) => done > 0 && begun.resolve()
    const [one, other] = [await few.open('few', SIZE, { onProgress }), await few.open('few', SIZE)]
    const ends = Promise.allSettled([one.complete, other.complete])
    await begun.promise
    await few.stop('few', SIZE)
    for (const end of await ends) expect(end).toMatchObject({ reason: { code: 'dataset-stopped' } })
    const info = await few.info('few', SIZE)
    expect(info.state).toBe('absent')
    expect(info.note).toMatch(/^stopped at [1-9][\d,]* of 5,050 pictures; building goes on from there$/)
    const seen: number[] = []
    const again = await few.open('few', SIZE, { onProgress: ({ done }) => seen.push(done) })
    await again.complete
    expect(seen[0]).toBeGreaterThan(0)
    expect((await few.info('few', SIZE)).state).toBe('ready')
  })

  test('a killed builder is recognised, and its work continued', async () => {
    const { child, begun, ended } = builderProcess(5_000)
    await begun
    child.kill('SIGKILL')
    await ended
    const few = cache(2, 5_000)
    const seen: number[] = []
    const { complete } = await few.open('few', SIZE, { onProgress: ({ done }) => seen.push(done) })
    await complete
    expect(seen[0]).toBeGreaterThan(0)
    expect((await few.info('few', SIZE)).state).toBe('ready')
  })

  test('two processes that open it at once do the work once', async () => {
    const other = builderProcess(3000)
    await other.begun
    const few = cache(1, 3000)
    const { complete, folder } = await few.open('few', SIZE)
    const { builder } = JSON.parse(await readFile(join(folder, 'progress.json'), 'utf8'))
    expect(builder.pid).toBe(other.child.pid)
    const again = await few.open('few', SIZE)
    const { contentHash, createdAt } = await complete
    expect((await again.complete).createdAt).toBe(createdAt)
    expect(await other.ended).toContain(`hash ${contentHash}`)
  })

  test('says what is wrong with a cache', async () => {
    const few = cache()
    await expect(few.open('foo', SIZE)).rejects.toThrow('unknown dataset "foo": expected synthetic-faces, few')
    const { folder } = await built(1)
    const path = join(folder, 'manifest.json')
    const manifest = await readFile(path, 'utf8')
    await truncate(join(folder, 'images.u8'), 1000)
    await expect(few.open('few', SIZE)).rejects.toThrow(
      /images\.u8 has 1000 bytes, expected 124800 \(650 pictures of 8×8×3\); delete its folder/,
    )
    await writeFile(path, manifest.replace('"format": 1', '"format": 9'))
    await expect(few.open('few', SIZE)).rejects.toThrow(/is of dataset format 9, this program reads format 1; update Lacuna/)
    await writeFile(path, manifest.replace('"imageSize": 8', '"imageSize": "8"'))
    await expect(few.open('few', SIZE)).rejects.toThrow(/manifest\.json: imageSize: .*expected number.*delete its folder/)
  })
})
