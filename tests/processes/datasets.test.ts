import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeCelebA } from '../../bench/datasets/make-celeba.ts'
import { lacuna, type Result, startLacuna, temporaryFolder, until } from '../support/lacuna.ts'
import { zipOf } from '../support/zip.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => lacuna(args, folder.path)
const of = (result: Result, event: string) => result.events.filter((line) => line.event === event)
const steps = ['--steps', '5', '--engine', 'simd', '--set', 'batchSize=8', '--set', 'validationImages=8', '--json']
afterAll(folder.remove)

describe('a CelebA-shaped folder of 300 files, 50 of them broken in ten ways', () => {
  it('is built without them, names each, and can be trained on and evaluated', async () => {
    const expected = await makeCelebA(join(folder.path, 'celeba'), 300, 50)
    expect(expected.size).toBe(50)
    const added = await run('datasets', 'add', 'faces', '--kind', 'celeba', '--path', 'celeba', '--json')
    expect(added.status, added.stderr).toBe(0)
    const [info] = of(added, 'dataset') as [{ splits: Record<string, { count: number }>; crop: number; state: string }]
    expect(info).toMatchObject({ state: 'ready', crop: 148, problems: 50 })
    expect(Object.values(info.splits).reduce((sum, { count }) => sum + count, 0)).toBe(250)
    const problems = new Map(of(added, 'problem').map(({ file, what }) => [file as string, what as string]))
    expect([...problems.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [file, what] of expected) expect(problems.get(file)).toMatch(what)

    const trained = await run('train', '--dataset', 'faces', ...steps)
    expect(trained.status, trained.stderr).toBe(0)
    expect(of(trained, 'finished')).toEqual([expect.objectContaining({ steps: 5, status: 'finished' })])
    const evaluated = await run('eval', 'latest', '--masks', 'random:0.5', '--json')
    expect(of(evaluated, 'result')[0]).toMatchObject({ method: 'model', n: info.splits.test!.count })
  })

  it('refuses a name that is taken, a folder that is not there and a kind that is none', async () => {
    const taken = await run('datasets', 'add', 'faces', '--kind', 'celeba', '--path', 'celeba')
    expect([taken.status, taken.stderr]).toEqual([1, expect.stringContaining('there is a data set "faces" already')])
    const absent = await run('datasets', 'add', 'other', '--kind', 'folder', '--path', 'nowhere')
    expect([absent.status, absent.stderr]).toEqual([1, expect.stringContaining('no such folder')])
    const kind = await run('datasets', 'add', 'other', '--kind', 'imagenet', '--path', 'celeba')
    expect([kind.status, kind.stderr]).toEqual([2, expect.stringContaining('expected celeba, folder, idx, cifar10')])
    expect((await run('datasets', 'remove', 'synthetic-faces')).status).toBe(1)
  })
})

describe('a folder of grey pictures by person, split by a list', () => {
  it('is one channel, keeps people as groups, and is forgotten when removed', async () => {
    const lines = ['path,split']
    for (let person = 1; person <= 10; person++) {
      mkdirSync(join(folder.path, `orl/s${person}`), { recursive: true })
      for (let i = 1; i <= 4; i++) {
        const pixels = Buffer.alloc(92 * 112).map((_, k) => (k * person + i) % 256)
        writeFileSync(join(folder.path, `orl/s${person}/${i}.pgm`), Buffer.concat([Buffer.from('P5\n92 112\n255\n'), pixels]))
        lines.push(`s${person}/${i}.pgm,${person % 4 === 0 ? 'test' : person % 10 === 1 ? 'validation' : 'train'}`)
      }
    }
    writeFileSync(join(folder.path, 'split.csv'), lines.join('\n'))
    const options = ['--kind', 'folder', '--path', 'orl', '--split', 'split.csv', '--group-by', 'folder', '--json']
    const added = await run('datasets', 'add', 'people', ...options)
    expect(added.status, added.stderr).toBe(0)
    expect(of(added, 'problem')).toEqual([])
    expect(of(added, 'dataset')[0]).toMatchObject({
      channels: 1,
      groups: 10,
      splits: { train: { count: 28 }, validation: { count: 4 }, test: { count: 8 } },
    })
    const trained = await run('train', '--dataset', 'people', ...steps)
    // Encoder 28,460 and decoder 181,121, counted by hand for one channel.
    expect(of(trained, 'started')[0], trained.stderr).toMatchObject({ params: 209_581 })
    expect((await run('datasets', 'remove', 'people')).status).toBe(0)
    expect((await run('datasets', 'info', 'people')).status).toBe(1)
    expect(existsSync(join(folder.path, 'orl/s1/1.pgm'))).toBe(true)

    const names = lines.slice(1).map((line) => line.split(',')[0]!)
    const packed = names.map((name) => [`orl/${name}`, readFileSync(join(folder.path, 'orl', name))] as const)
    writeFileSync(join(folder.path, 'orl.zip'), zipOf(Object.fromEntries(packed)))
    const zipped = await run(
      'datasets',
      'add',
      'zipped',
      '--kind',
      'folder',
      '--path',
      'orl.zip',
      '--group-by',
      'folder',
      '--json',
    )
    expect(zipped.status, zipped.stderr).toBe(0)
    expect(of(zipped, 'dataset')[0]).toMatchObject({ groups: 10, channels: 1, state: 'ready' })
    const removed = await run('datasets', 'remove', 'zipped', '--json')
    expect(of(removed, 'removed')[0]).toMatchObject({ ownCopy: true })
    expect(readdirSync(join(folder.path, 'inbox'))).toEqual([])
    expect(existsSync(join(folder.path, 'orl.zip'))).toBe(true)
  })
})

it('a build that is killed leaves nothing that counts, and is done again', async () => {
  await makeCelebA(join(folder.path, 'many'), 1500, 6)
  const data = join(folder.path, 'killed')
  const add = ['datasets', 'add', 'many', '--kind', 'celeba', '--path', 'many', '--data', data, '--json']
  const child = startLacuna(add, folder.path)
  const ended = new Promise((resolve) => child.once('close', resolve))
  const caches = () => (existsSync(join(data, 'datasets')) ? readdirSync(join(data, 'datasets')) : [])
  await until('the build to begin', () => caches().some((name) => existsSync(join(data, 'datasets', name, 'images.u8'))))
  child.kill('SIGKILL')
  await ended
  expect(caches().filter((name) => existsSync(join(data, 'datasets', name, 'manifest.json')))).toEqual([])
  const info = of(await run('datasets', 'info', 'many', '--data', data, '--json'), 'dataset')[0]
  expect(info).toMatchObject({ state: 'absent' })
  const trained = await run('train', '--dataset', 'many', ...steps, '--data', data)
  expect(trained.status, trained.stderr).toBe(0)
  expect(of(await run('datasets', 'info', 'many', '--data', data, '--json'), 'dataset')[0]).toMatchObject({
    state: 'ready',
    problems: 6,
  })
})
