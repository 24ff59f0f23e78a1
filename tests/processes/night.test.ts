import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, inject, it } from 'vitest'
import { openSqliteRunStore } from '../../src-main/core/store/sqlite-run-store.ts'
import { randomStream } from '../../src-shared/random.ts'
import { lacuna, startLacuna, temporaryFolder } from '../support/lacuna.ts'

const folder = temporaryFolder()
const dataFolder = inject('dataFolder')
afterAll(folder.remove)

const kills = 20
const database = join(folder.path, 'experiments.db')
const small = [
  '--set',
  'batchSize=2',
  '--set',
  'validationImages=2',
  '--set',
  'validateEvery=50',
  '--set',
  'checkpointEvery=10',
  '--seed',
  '5',
  '--steps',
  '600',
]
const where = ['--data', dataFolder, '--json']

/** Losses and validations of a run, to the last bit. */
async function numbers(file: string, reference: string) {
  const store = openSqliteRunStore(file)
  try {
    const id = await store.resolve(reference)
    const run = (await store.getRun(id))!
    const names = run.seriesNames.filter((name) => name !== 'imagesPerSecond').sort()
    const series = await Promise.all(names.map(async (name) => [name, await store.readSeries(id, name)] as const))
    return {
      run,
      series: Object.fromEntries(series.map(([name, { steps, values }]) => [name, { steps: [...steps], values: [...values] }])),
    }
  } finally {
    store.close()
  }
}

/**
 * Trains until killed: `jitterMs` after so many more steps are recorded, or after its start when none is waited for.
 *
 * @returns the last step it said was recorded, 0 for none
 */
async function trainAndKill(args: readonly string[], steps: number, jitterMs: number): Promise<number> {
  const child = startLacuna([...args, '--db', database, ...where], folder.path)
  const gone = new Promise((resolve) => child.once('close', resolve))
  let recorded: number[] = []
  const die = () => setTimeout(() => child.kill('SIGKILL'), jitterMs)
  if (steps === 0) die()
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const before = recorded.length
    recorded = [...recorded, ...[...text.matchAll(/"event":"step","step":(\d+)/g)].map(([, step]) => Number(step))]
    if (steps > 0 && before < steps && recorded.length >= steps) die()
  })
  await gone
  return recorded.at(-1) ?? 0
}

it(`survives ${kills} kills of the whole program: nothing acknowledged is lost, and the end is as without them`, async () => {
  const straight = await lacuna(
    ['train', ...small, '--name', 'straight', '--db', join(folder.path, 'straight.db'), ...where],
    folder.path,
  )
  expect(straight.status, straight.stderr).toBe(0)

  const random = randomStream(20, 'kills')
  let run: string | undefined
  for (let kill = 0; kill < kills; kill++) {
    const args = run ? ['train', '--resume', run] : ['train', ...small, '--name', 'night']
    const steps = random.below(25)
    const acknowledged = await trainAndKill(args, steps, steps === 0 ? 300 + random.below(600) : random.below(60))
    const file = new Database(database, { readonly: true })
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    file.close()
    const store = openSqliteRunStore(database)
    const stored = (await store.listRuns())[0]
    store.close()
    run = stored?.id
    if (!stored) continue
    // A resumed attempt may have been killed before its first step: then what is there is what its checkpoint knew.
    if (acknowledged > 0) expect(stored.step).toBeGreaterThanOrEqual(acknowledged)
  }
  const last = await lacuna(['train', '--resume', run!, '--db', database, ...where], folder.path)
  expect(last.status, last.stderr).toBe(0)
  const night = await numbers(database, run!)
  const day = await numbers(join(folder.path, 'straight.db'), 'straight')
  expect(night.run).toMatchObject({ state: 'finished', step: 600, bestPsnr: day.run.bestPsnr, bestStep: day.run.bestStep })
  expect(night.series).toEqual(day.series)
})
