import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTable } from '../../src-main/core/evaluation/evaluation.ts'
import { createEvaluationJobs } from '../../src-main/core/evaluation/jobs.ts'
import { planEvaluation } from '../../src-main/core/evaluation/plan.ts'
import { openWorkbench } from '../../src-main/core/workbench.ts'
import { lacuna, type Result, startLacuna, temporaryFolder, until } from '../support/lacuna.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => lacuna(args, folder.path)
const rowsOf = (result: Result) => result.events.filter(({ event }) => event === 'result')

/** A person's pictures are alike: waves of a person's own, at slightly different places; the last person's are of one colour. */
function paint(person: number, picture: number): void {
  const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
    if (person === 19) return 90
    const [pixel, channel] = [Math.floor(i / 3), i % 3]
    const phase = ((pixel % 16) * (1 + (person % 4)) + Math.floor(pixel / 16) * (1 + (person % 3)) + picture) / 5
    return 128 + 100 * Math.sin(phase + channel)
  })
  const name = join(folder.path, 'people', `p${person}`)
  mkdirSync(name, { recursive: true })
  writeFileSync(join(name, `${picture}.png`), encode({ width: 16, height: 16, channels: 3, data }))
}

beforeAll(async () => {
  const lines = ['path,split']
  for (let person = 0; person < 20; person++) {
    for (let picture = 0; picture < 5; picture++) {
      paint(person, picture)
      lines.push(`p${person}/${picture}.png,${person < 12 ? 'train' : person < 14 ? 'validation' : 'test'}`)
    }
  }
  writeFileSync(join(folder.path, 'split.csv'), `${lines.join('\n')}\n`)
  const about = ['--kind', 'folder', '--path', 'people', '--split', 'split.csv', '--group-by', 'folder']
  expect(await run('datasets', 'add', 'people', ...about)).toMatchObject({ status: 0 })
  const brief = ['--steps', '5', '--set', 'imageSize=16', '--set', 'batchSize=8']
  for (const seed of ['1', '2'])
    expect(await run('train', '--dataset', 'people', '--seed', seed, '--name', `seed-${seed}`, ...brief)).toMatchObject({
      status: 0,
    })
})
afterAll(folder.remove)

it('stands beside every baseline, the best marked, the same digits every time', async () => {
  const evaluate = () => run('eval', 'seed-1', '--baselines', '--masks', 'random:0.5,half,all', '--json')
  const result = await evaluate()
  expect(result.status, result.stderr).toBe(0)
  const rows = rowsOf(result)
  const methods = ['model', 'mean', 'nearest', 'linear', 'harmonic', 'biharmonic', 'gaussian']
  expect(rows.map(({ mask, method }) => `${mask} ${method}`)).toEqual(
    ['random', 'half', 'all'].flatMap((mask) => methods.map((method) => `${mask} ${method}`)),
  )
  for (const mask of ['random', 'half', 'all']) {
    const [best, ...others] = rows.filter((row) => row.mask === mask && row.best)
    expect(others).toEqual([])
    const baselines = rows.filter((row) => row.mask === mask && row.method !== 'model')
    expect(best!.psnr).toBe(Math.max(...baselines.map(({ psnr }) => psnr as number)))
    expect(rows.find((row) => row.mask === mask && row.method === 'model')).toMatchObject({ differenceTo: best!.method })
  }
  expect(rows[0]).toMatchObject({ n: 30, of: 30, groups: 6, psnrLow: expect.any(Number), datasetChanged: false })
  // Nothing known: what needs a known pixel has no answer, and the mean picture does.
  const all = Object.fromEntries(rows.filter(({ mask }) => mask === 'all').map(({ method, psnr }) => [method, psnr]))
  expect(all).toMatchObject({ nearest: null, linear: null, harmonic: null, biharmonic: null, mean: expect.any(Number) })
  expect((await evaluate()).stdout).toBe(result.stdout)
})

it('nothing missing, a single known pixel and pictures of one colour have their answers', async () => {
  const result = await run('eval', 'seed-1', '--baselines', '--masks', 'random:1,random:0.004', '--format', 'table')
  expect(result.status, result.stderr).toBe(0)
  expect(result.stdout).not.toMatch(/NaN|Infinity|undefined/)
  expect(result.stdout).toMatch(/random +1\.00 +mean +– +100\.00 +1\.0000/)
  expect(result.stdout).toMatch(/random +0\.00 +harmonic +\d/)
  for (const format of ['csv', 'latex']) {
    const other = await run('eval', 'seed-1', '--baselines', '--masks', 'random:1,random:0.004', '--format', format)
    expect(other.status, other.stderr).toBe(0)
    expect(other.stdout).not.toMatch(/NaN|Infinity|undefined/)
  }
})

it('several seeds stand side by side and together', async () => {
  const rows = rowsOf(await run('eval', 'seed-1', 'seed-2', '--masks', 'random:0.5', '--against', 'seed-2', '--json'))
  expect(rows.map(({ label }) => label)).toEqual(['seed-1', 'seed-2', '2 seeds', 'Mean picture', 'Nearest known pixel'])
  const psnr = rows.map((row) => row.psnr as number)
  expect(psnr[2]).toBeCloseTo((psnr[0]! + psnr[1]!) / 2, 10)
  expect(rows[0]!.difference).toBeCloseTo(psnr[0]! - psnr[1]!, 5)
})

it('refuses to compare with what is not measured, and two formats at once', async () => {
  const cases: [string[], RegExp][] = [
    [['--against', 'seed-9'], /^lacuna: --against: expected one of seed-1, mean, nearest, got "seed-9"\n$/],
    [['--json', '--format', 'csv'], /^lacuna: --json and --format csv: expected one of them, got both\n$/],
  ]
  for (const [args, message] of cases) {
    const result = await run('eval', 'seed-1', '--masks', 'half', ...args)
    expect(result.stderr).toMatch(message)
    expect(result.status).toBe(2)
  }
})

it('interrupted, it says what is done, keeps it and goes on from there', async () => {
  const masks = Array.from({ length: 30 }, (_, i) => `random:0.${10 + i}`).join(',')
  const args = ['eval', 'seed-1', '--baselines', '--masks', masks, '--json']
  const child = startLacuna(args, folder.path)
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdout!.once('data', () => child.kill('SIGINT'))
  const [status] = await once(child, 'close')
  expect(stderr).toMatch(/stopped: [\d,]+ of 6,300 measurements are done and kept; the same command goes on from there/)
  expect(status).toBe(130)
  const kept = Number(stderr.match(/stopped: ([\d,]+) of/)![1]!.replace(',', ''))
  expect(kept).toBeGreaterThanOrEqual(210)
  expect(kept).toBeLessThan(6_300)
  const rows = rowsOf(await run(...args))
  expect(rows).toHaveLength(210)
  expect(rows.every(({ n }) => n === 30)).toBe(true)
})

it('in the background it can be cancelled, keeps what is done and goes on from there', async () => {
  const workbench = await openWorkbench({ database: join(folder.path, 'experiments.db') })
  try {
    const parts = workbench.evaluations
    const jobs = createEvaluationJobs(parts, () => {})
    const masks = Array.from({ length: 8 }, (_, i) => ({ kind: 'random' as const, p: (50 + i) / 100 }))
    const request = { run: 'seed-2', checkpoint: 'best', split: 'test' as const, masks }
    const left = async () => (await readTable(parts, [await planEvaluation(parts, request, false)])).left
    jobs.start('seed-2', request)
    await until('the first pictures', () => jobs.list()[0]!.done > 0)
    expect(() => jobs.start('seed-2', request)).toThrow('this run is being evaluated already: cancel that first')
    jobs.cancel('seed-2')
    await until('the end', () => jobs.list()[0]!.state !== 'running')
    expect(jobs.list()[0]!.state).toBe('cancelled')
    const all = 8 * 7 * 30
    const kept = all - (await left())
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(all)
    jobs.start('seed-2', request)
    await until('the end', () => jobs.list()[0]!.state !== 'running')
    expect(jobs.list()[0]).toMatchObject({ state: 'done', done: all, total: all })
    expect(await left()).toBe(0)
  } finally {
    await workbench.close()
  }
})

it('says that the data set is another than the run was trained on', async () => {
  paint(3, 9)
  const result = await run('eval', 'seed-1', '--masks', 'random:0.5', '--json')
  expect(result.stderr).toMatch(
    /note: data set "people" has changed since "seed-1" was trained on it \(then [0-9a-f]{16}, now [0-9a-f]{16}\)/,
  )
  expect(rowsOf(result)[0]).toMatchObject({ datasetChanged: true })
})
