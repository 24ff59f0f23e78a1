import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { decode, encode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { lacuna, type Result, repository, startLacuna, temporaryFolder, until } from '../support/lacuna.ts'
import { descendants, isAlive } from '../support/processes.ts'

const folder = temporaryFolder()
const data = inject('dataFolder')
const run = (...args: string[]) => lacuna([...args, '--data', data], folder.path)
const train = (seed: number, steps = 250) =>
  run(
    'train',
    '--dataset',
    'synthetic-faces',
    '--engine',
    'simd',
    '--seed',
    String(seed),
    '--steps',
    String(steps),
    '--set',
    'batchSize=16',
    '--set',
    'validationImages=16',
    '--json',
  )

const losses = (result: Result) => result.events.filter(({ event }) => event === 'step').map(({ loss }) => loss as number)
const of = (result: Result, event: string) => result.events.filter((line) => line.event === event)

let first: Result
beforeAll(async () => {
  first = await train(7)
})
afterAll(folder.remove)

describe('train', () => {
  it('says what it trains and learns', () => {
    expect(first.status, first.stderr).toBe(0)
    expect(of(first, 'started')[0]).toMatchObject({
      params: 473_341,
      engine: 'simd',
      run: expect.any(String),
      device: expect.any(String),
    })
    const steps = of(first, 'step')
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
    const mse = steps.map((step) => step.mse as number)
    const last = mse.slice(-20).reduce((a, b) => a + b) / 20
    expect(last).toBeLessThan(mse[0]! / 4)
    expect(of(first, 'validation').at(-1)).toMatchObject({ step: 250, psnr: expect.any(Number) })
    expect(of(first, 'finished')).toEqual([expect.objectContaining({ steps: 250, status: 'finished' })])
  })

  it('leaves no process behind when it is ended in the middle of a training', async ({ skip }) => {
    skip(process.platform === 'win32', 'there is no ps on Windows')
    const more = ['--steps', '100000', '--set', 'batchSize=16', '--set', 'validationImages=16']
    const args = ['train', '--json', '--data', data, '--db', join(folder.path, 'ended.db'), ...more]
    const child = startLacuna(args, folder.path)
    let printed = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    await until('a step', () => printed.includes('"event":"step"'))
    const processes = descendants(child.pid!)
    expect(processes.length).toBeGreaterThan(1) // the trainer is one of its own
    child.kill('SIGINT')
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(130)
    await until('all of them to be gone', () => processes.every(({ pid }) => !isAlive(pid)), 10_000)
  })

  it('gives the same losses for the same seed and others for another', async () => {
    const [again, other] = [await train(7, 60), await train(8, 60)]
    expect(losses(again)).toEqual(losses(first).slice(0, 60))
    expect(losses(other)).not.toEqual(losses(again))
    expect(losses(other)).toHaveLength(60)
  })
})

describe('eval', () => {
  it('beats the mean picture on masks it was trained for, the same digits every time', async () => {
    const evaluate = () =>
      run('eval', of(first, 'started')[0]!.run as string, '--masks', 'random:0.5,random:0.3,all', '--limit', '200', '--json')
    const result = await evaluate()
    expect(result.status, result.stderr).toBe(0)
    const psnr = (p: number, method: string) =>
      of(result, 'result').find((row) => row.p === p && row.method === method)!.psnr as number
    for (const p of [0.5, 0.3]) expect(psnr(p, 'model')).toBeGreaterThan(psnr(p, 'mean'))
    expect(of(result, 'result')[0]).toMatchObject({
      mask: 'random',
      p: 0.5,
      method: 'model',
      n: 200,
      ssim: expect.any(Number),
      outsideTraining: false,
    })
    expect(of(result, 'result').find((row) => row.mask === 'all')).toMatchObject({ outsideTraining: true })
    expect((await evaluate()).stdout).toBe(result.stdout)
  })

  it('refuses masks, splits, runs and checkpoints that are not', async () => {
    const cases: [string[], number, RegExp][] = [
      [['latest', '--masks', 'circle:0.5'], 2, /unknown mask "circle:0.5": expected random:p/],
      [['latest', '--split', 'dev'], 2, /--split: expected train, validation or test, got "dev"/],
      [['nosuch'], 1, /no run "nosuch": expected an id/],
      [['latest', '--checkpoint', '17'], 1, /has no checkpoint "17": expected/],
    ]
    for (const [args, status, message] of cases) {
      const result = await run('eval', ...args)
      expect(result.stderr).toMatch(message)
      expect(result.status).toBe(status)
    }
  })
})

describe('inpaint', () => {
  const at = (name: string) => join(folder.path, name)
  const gradient = (phase: number) =>
    Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 7 + phase * 90 + ((i / 96) | 0) * 3) % 256)
  const hole = Uint8Array.from({ length: 32 * 32 }, (_, i) =>
    ((i / 32) | 0) >= 8 && ((i / 32) | 0) < 24 && i % 32 >= 8 && i % 32 < 24 ? 255 : 0,
  )

  beforeAll(() => {
    for (const phase of [0, 1])
      writeFileSync(at(`picture${phase}.png`), encode({ width: 32, height: 32, channels: 3, data: gradient(phase) }))
    writeFileSync(at('mask.png'), encode({ width: 32, height: 32, channels: 1, data: hole }))
    writeFileSync(at('large-mask.png'), encode({ width: 64, height: 48, channels: 1, data: new Uint8Array(64 * 48) }))
    writeFileSync(at('text.png'), 'this is no picture\n')
  })

  it('leaves known pixels exactly as they went in and fills two pictures differently', async () => {
    const filled: Uint8Array[] = []
    for (const phase of [0, 1]) {
      const result = await run('inpaint', 'latest', `picture${phase}.png`, '--mask', 'mask.png', '--out', `out${phase}.png`)
      expect(result.status, result.stderr).toBe(0)
      const { data, width, height, channels } = decode(readFileSync(at(`out${phase}.png`)))
      expect({ width, height, channels }).toEqual({ width: 32, height: 32, channels: 3 })
      const picture = gradient(phase)
      const unchanged = [...hole.keys()]
        .filter((i) => hole[i] === 0)
        .every((i) => [0, 1, 2].every((c) => data[i * 3 + c] === picture[i * 3 + c]))
      expect(unchanged).toBe(true)
      filled.push(
        Uint8Array.from([...hole.keys()].filter((i) => hole[i] === 255).flatMap((i) => [...data.subarray(i * 3, i * 3 + 3)])),
      )
    }
    expect(filled[0]).not.toEqual(filled[1])
  })

  it('reads what data sets read: a photograph is cropped and resized as the run’s pictures were', async () => {
    const photograph = join(repository, 'tests', 'golden', 'crops', 'exif-6.jpg')
    const result = await run('inpaint', 'latest', photograph, '--mask', 'mask.png', '--out', 'photograph.png')
    expect(result.stderr).toBe('')
    expect(result.stdout).toMatch(/^photograph\.png: 32×32; the picture: \d+×\d+, its centred \d+×\d+, resized to 32×32\n$/)
    expect(decode(readFileSync(at('photograph.png')))).toMatchObject({ width: 32, height: 32, channels: 3 })
  })

  it('renders the decoder at ×4', async () => {
    const result = await run('inpaint', 'latest', 'picture0.png', '--mask', 'mask.png', '--out', 'large.png', '--scale', '4')
    expect(result.status, result.stderr).toBe(0)
    expect(decode(readFileSync(at('large.png')))).toMatchObject({ width: 128, height: 128 })
  })

  it('pastes what was filled in back into a larger picture, and touches nothing else of it', async () => {
    const [width, height] = [100, 72]
    const large = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 251)
    writeFileSync(at('photo.png'), encode({ width, height, channels: 3, data: large }))
    const result = await run('inpaint', 'latest', 'photo.png', '--mask', 'mask.png', '--out', 'photo-filled.png', '--paste')
    expect(result.stderr).toBe('')
    const filled = decode(readFileSync(at('photo-filled.png')))
    expect(filled).toMatchObject({ width, height, channels: 3 })
    // The hole is columns and rows 8 to 23 of 32: of the centred 72×72, those whose centres lie from 18 to 54.
    const isMissing = (x: number, y: number) => x >= 14 + 18 && x < 14 + 54 && y >= 18 && y < 54
    const changed = new Set<boolean>()
    for (let i = 0; i < large.length; i++) {
      const [x, y] = [((i / 3) | 0) % width, (i / 3 / width) | 0]
      if (!isMissing(x, y) && filled.data[i] !== large[i]) changed.add(false)
      else if (filled.data[i] !== large[i]) changed.add(true)
    }
    expect([...changed]).toEqual([true])
  })

  it('says in one line what is wrong', async () => {
    const good = ['latest', 'picture0.png', '--mask', 'mask.png', '--out', 'x.png']
    const instead = (index: number, value: string) => good.map((word, i) => (i === index ? value : word))
    const cases: [string[], number, RegExp][] = [
      [instead(3, 'large-mask.png'), 1, /^lacuna: mask is 64×48, the run expects 32×32; resize the PNG or pick another run\n$/],
      [instead(1, 'text.png'), 1, /^lacuna: .*text\.png: not a picture: expected JPEG, PNG.*\n$/],
      [instead(3, 'text.png'), 1, /^lacuna: .*text\.png: expected a PNG picture.*\n$/],
      [instead(1, 'missing.png'), 1, /^lacuna: .*missing\.png: no such file.*\n$/],
      [instead(1, '.'), 1, /^lacuna: .*: a folder, not a file; expected a picture: JPEG, PNG.*\n$/],
      [instead(0, 'nosuch'), 1, /^lacuna: no run "nosuch".*\n$/],
      [instead(5, join('no', 'folder', 'x.png')), 1, /^lacuna: .*cannot be written.*\n$/],
      [[...good, '--scale', '2', '--paste'], 2, /--paste has the picture’s own size: leave out --scale/],
      [[...good, '--scale', '99'], 2, /--scale: expected a whole number from 1 to 16, got "99"/],
      [[...good, '--sharpen'], 2, /^lacuna: unknown option '--sharpen'\n/],
    ]
    for (const [args, status, message] of cases) {
      const result = await run('inpaint', ...args)
      expect(result.stderr).toMatch(message)
      expect(result.stderr).not.toMatch(/\n\s+at /)
      expect(result.status).toBe(status)
    }
  })
})

describe('the other commands', () => {
  it('list runs, show one and delete it', async () => {
    const before = of(await run('runs', 'list', '--json'), 'run')
    expect(before.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished'])
    const shown = await run('runs', 'show', before[0]!.id as string)
    expect(shown.stdout).toContain('learningRate')
    const deleted = await run('runs', 'delete', before[0]!.id as string, '--json')
    expect(of(deleted, 'deleted')[0]!.freedBytes).toBeGreaterThan(1_000_000)
    expect(of(await run('runs', 'list', '--json'), 'run')).toHaveLength(2)
  })

  it('doctor names the engines; datasets their pictures', async () => {
    const doctor = of(await run('doctor', '--json'), 'doctor')[0]!
    expect(doctor.engines).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'simd', available: true, device: expect.any(String) })]),
    )
    const info = of(await run('datasets', 'info', 'synthetic-faces', '--json'), 'dataset')[0]!
    expect(info).toMatchObject({
      state: 'ready',
      synthetic: true,
      splits: { train: { count: 20_000 }, validation: { count: 2_000 }, test: { count: 2_000 } },
    })
  })

  it('refuse what they do not know, and leave no run behind', async () => {
    const before = of(await run('runs', 'list', '--json'), 'run').length
    const neighbour = createServer().listen(0, '127.0.0.1')
    await once(neighbour, 'listening')
    const taken = neighbour.address() as AddressInfo
    const cases: [string[], number, RegExp][] = [
      [['train', '--set', 'betta=1'], 2, /unknown hyperparameter "betta": expected dataset, imageSize/],
      [['train', '--set', 'beta=-1'], 2, /beta: expected a number from 0 to 1000000, got -1/],
      [['train', '--set', 'mask.pMin=0.95'], 2, /mask\.pMax: expected at least pMin \(0\.95\), got 0\.9/],
      [['train', '--steps', 'many'], 2, /--steps: expected a whole number from 1, got "many"/],
      [['train', '--preset', 'nope'], 2, /unknown preset "nope": expected slides/],
      [['train', '--engine', 'cuda'], 1, /unknown engine "cuda": expected auto, simd/],
      [['train', '--dataset', 'nope'], 1, /unknown dataset "nope": expected synthetic-faces/],
      [['train', '--resume', 'latest'], 1, /finished/],
      [['train', '--resume', 'latest', '--steps', '9'], 2, /--steps: a run is resumed with the configuration it was begun with/],
      [['train', '--name', ' '], 2, /--name: expected some text, got none/],
      [['serve', '--port', '65536'], 2, /--port: expected a whole number from 0 to 65535, got "65536"/],
      [['serve', '--no-open', '--port', String(taken.port)], 1, /port \d+ on 127\.0\.0\.1 is taken: choose another with --port/],
      [['fly'], 2, /unknown command 'fly'/],
    ]
    for (const [args, status, message] of cases) {
      const result = await run(...args)
      expect(result.stderr).toMatch(message)
      expect(result.status).toBe(status)
    }
    neighbour.close()
    expect(of(await run('runs', 'list', '--json'), 'run')).toHaveLength(before)
  })

  it('refuse a data folder that is a file before anything is begun', async () => {
    writeFileSync(join(folder.path, 'file'), '')
    const result = await lacuna(['train', '--data', 'file'], folder.path)
    expect(result.stderr).toMatch(
      /^lacuna: .*file: data sets and runs cannot be kept there \(.*\); give another folder with --data\n$/,
    )
    expect(result.status).toBe(1)
  })

  it('refuse a device that the engine does not drive', async () => {
    const result = await run('train', '--steps', '1', '--engine', 'simd', '--device', 'nope')
    expect(result.stderr).toContain('engine simd computes on the processor: expected no device, or cpu, got "nope"')
    expect(result.status).toBe(1)
  })

  it('refuse a database that is none', async () => {
    writeFileSync(join(folder.path, 'notes.db'), 'my notes, which are not a database\n'.repeat(40))
    const result = await run('runs', 'list', '--db', 'notes.db')
    expect(result.status).toBe(1)
    expect(result.stderr).toMatch(/notes\.db is not a SQLite database/)
    expect(readFileSync(join(folder.path, 'notes.db'), 'utf8')).toContain('my notes')
  })
})
