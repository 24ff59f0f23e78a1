import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatasetCache } from '../dataset-cache.ts'

const SIZE = { imageSize: 2 }
let folder: string
let data: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lacuna-kinds-'))
  data = mkdtempSync(join(tmpdir(), 'lacuna-kinds-'))
})
afterEach(() => {
  for (const path of [folder, data]) rmSync(path, { recursive: true, force: true })
})

function put(name: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), bytes)
}
/** A 2×2 picture of one grey level. */
const pgm = (level: number) => Buffer.concat([Buffer.from('P5 2 2 255\n'), Buffer.alloc(4, level)])
const ppm = (level: number) => Buffer.concat([Buffer.from('P6 2 2 255\n'), Buffer.alloc(12, level)])
const cacheOf = (kind: string, more: object = {}) =>
  new DatasetCache({
    dataFolder: data,
    workers: 1,
    definitions: () => [{ name: 'set', kind, options: { path: folder, ...more } }],
  })
const build = async (cache: DatasetCache) => (await cache.open('set', SIZE)).complete

describe('a folder of pictures', () => {
  test('keeps groups on one side, records them, and stays put when pictures come', async () => {
    for (let person = 0; person < 12; person++) for (let i = 0; i < 3; i++) put(`s${person}/${i}.pgm`, pgm(20 * person + i))
    const cache = cacheOf('folder', { groupBy: 'folder' })
    const { splits, groups, channels } = await build(cache)
    expect(channels).toBe(1)
    expect(groups?.map(({ count }) => count)).toEqual(Array(12).fill(3))
    expect([splits.train.count % 3, splits.validation.count % 3, splits.test.count % 3]).toEqual([0, 0, 0])
    expect(Math.min(splits.validation.count, splits.test.count)).toBeGreaterThan(0)
    expect((await cache.info('set', SIZE)).groups).toBe(12)
  })

  test('splits by a list, names what is wrong with it, and leaves broken pictures out', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) put(`${name}.ppm`, ppm(name.charCodeAt(0)))
    put('broken.ppm', 'P6 2 2 255\nxx')
    put('unlisted.ppm', ppm(1))
    const lines = [
      'path,split',
      'a.ppm,test',
      'b.ppm,train',
      'broken.ppm,train',
      'c.ppm,train',
      'd.ppm,val',
      'e.ppm,elsewhere',
      'f.ppm,train',
    ]
    writeFileSync(join(data, 'split.csv'), lines.join('\n'))
    const cache = cacheOf('folder', { splitFile: join(data, 'split.csv') })
    const { splits, problems } = await build(cache)
    expect([splits.train.count, splits.validation.count, splits.test.count]).toEqual([2, 1, 1])
    expect(problems.map(({ file, what }) => `${file}: ${what}`)).toEqual([
      'split.csv:7: "e.ppm,elsewhere" is not a line of a name and a split (train, validation, test or 0, 1, 2)',
      'f.ppm: in split.csv, but there is no such picture',
      'e.ppm: not in split.csv',
      'unlisted.ppm: not in split.csv',
      'broken.ppm: truncated: its samples end early',
    ])
    const levels = await cache.readPictures('set', SIZE, [0, 1, 2, 3])
    expect([0, 12, 24, 36].map((at) => String.fromCharCode(levels[at]!))).toEqual(['b', 'c', 'd', 'a'])
  })

  test('says that its source has changed, and is made anew; without its source it is still there', async () => {
    for (let i = 0; i < 5; i++) put(`${i}.pgm`, pgm(i))
    const { hash } = await build(cacheOf('folder'))
    put('5.pgm', pgm(5))
    expect(await cacheOf('folder').info('set', SIZE)).toMatchObject({ state: 'stale', note: expect.stringContaining('changed') })
    const again = await build(cacheOf('folder'))
    expect(again.hash).not.toBe(hash)
    utimesSync(join(folder, '5.pgm'), 1, 1)
    expect((await cacheOf('folder').info('set', SIZE)).state).toBe('stale')
    rmSync(folder, { recursive: true })
    expect(await cacheOf('folder').info('set', SIZE)).toMatchObject({
      state: 'ready',
      note: expect.stringContaining('no such folder'),
    })
    expect((await (await cacheOf('folder').open('set', SIZE)).complete).hash).toBe(again.hash)
  })

  test('fails only when nothing is left', async () => {
    await expect(cacheOf('folder').open('set', SIZE)).rejects.toThrow(/no pictures in it; expected JPEG, PNG/)
    for (let i = 0; i < 4; i++) put(`${i}.png`, '')
    await expect(cacheOf('folder').open('set', SIZE)).rejects.toThrow(
      /none of the training pictures .* the first: .*: an empty file/,
    )
  })
})

test('CelebA has its official splits, wherever its folders are', async () => {
  for (let i = 1; i <= 6; i++) put(`Img/img_align_celeba/00000${i}.jpg`, ppm(i)) // the bytes decide, not the name
  put(
    'Eval/list_eval_partition.txt',
    '000001.jpg 0\n000002.jpg 2\n000003.jpg 0\n000004.jpg 1\n000005.jpg 0\nwhat\n000009.jpg 1\n',
  )
  const { splits, problems, crop } = await build(cacheOf('celeba', { crop: 2 }))
  expect([splits.train.count, splits.validation.count, splits.test.count, crop]).toEqual([3, 1, 1, 2])
  expect(problems.map(({ file }) => file)).toEqual(['list_eval_partition.txt:6', '000009.jpg', '000006.jpg'])
})

test('IDX files, compressed or not, and cut short', async () => {
  const idx = (count: number, first: number) => {
    const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 2])
    return Buffer.concat([header, Buffer.from(Array.from({ length: 4 * count }, (_, i) => first + (i >> 2)))])
  }
  put('train-images-idx3-ubyte.gz', gzipSync(idx(20, 0)))
  put('t10k-images-idx3-ubyte', idx(10, 100).subarray(0, -6))
  const cache = cacheOf('idx')
  const { splits, problems, channels } = await build(cache)
  expect([splits.train.count, splits.validation.count, splits.test.count, channels]).toEqual([18, 2, 8, 1])
  expect(problems).toEqual([{ file: 't10k-images-idx3-ubyte', what: 'truncated: holds 8 of 10 pictures', leftOut: true }])
  expect([...(await cache.readPictures('set', SIZE, [0, 19, 20]))].filter((_, i) => i % 4 === 0)).toEqual([0, 19, 100])
})

test('CIFAR-10 batches have planes of colour', async () => {
  const record = (level: number) =>
    Buffer.concat([Buffer.of(7), Buffer.alloc(1024, level), Buffer.alloc(1024, 2), Buffer.alloc(1024, 3)])
  put('cifar-10-batches-bin/data_batch_1.bin', Buffer.concat(Array.from({ length: 10 }, (_, i) => record(10 + i))))
  put('cifar-10-batches-bin/test_batch.bin', record(99))
  const cache = cacheOf('cifar10')
  const { splits } = await build(cache)
  expect([splits.train.count, splits.validation.count, splits.test.count]).toEqual([9, 1, 1])
  expect([...(await cache.readPictures('set', SIZE, [9, 10]))].slice(0, 15)).toEqual([
    19, 2, 3, 19, 2, 3, 19, 2, 3, 19, 2, 3, 99, 2, 3,
  ])
})
