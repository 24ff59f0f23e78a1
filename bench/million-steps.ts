import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openSqliteRunStore } from '../src-main/core/store/sqlite-run-store.ts'
import { findPreset } from '../src-shared/presets.ts'
import { options } from './options.ts'
import { answerTime, linesDrawn, milliseconds } from './support/drawn.ts'
import { type RecordedRun, recordRun } from './support/fill-database.ts'
import { openChromium, serveLacuna } from './support/served.ts'

/**
 * A run of a million steps: how long its page takes to show its curves, and what recording a step costs at the run's beginning, at
 * its end, and with the page open beside it.
 */
const folder = mkdtempSync(join(tmpdir(), 'lacuna-bench-'))
const database = join(folder, 'experiments.db')
const names = { long: 'a million steps', short: 'a thousand steps' }
const million = 1_000_000

/** Milliseconds that one message of two steps takes to be recorded, the median of many. */
async function recordingTime(run: RecordedRun, done: number, messages: number, between = 0): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < messages; i++) {
    const start = performance.now()
    await run.steps(done + 2 * i, 2)
    times.push(performance.now() - start)
    if (between > 0) await new Promise((resolve) => setTimeout(resolve, between))
  }
  return times.sort((a, b) => a - b)[messages >> 1]!
}

/** Milliseconds from the click on a run's name to its loss curve: the first time, and again. */
async function openings(page: Page, name: string): Promise<number[]> {
  const link = page.getByRole('link', { name }).first()
  await link.waitFor()
  const times: number[] = []
  for (let time = 0; time < 4; time++) {
    times.push(await answerTime(page, 'click', () => link.click(), linesDrawn('Training loss', 1)))
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Runs' }).click()
  }
  return times
}

/** Processor seconds a process has used so far (Linux; NaN elsewhere). */
function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.NaN
  }
}

try {
  const store = openSqliteRunStore(database)
  const config = { ...findPreset('slides').config, steps: 2 * million }
  const short = await recordRun(store, 'thousandstep', names.short, config)
  await short.upTo(1000)
  const long = await recordRun(store, 'millionsteps', names.long, config)
  const atFirst = await recordingTime(long, 0, 300)
  await long.upTo(million)
  for (let step = 500; step < million; step += 500) await long.validation(step, 20 + Math.sin(step))
  const atLast = await recordingTime(long, million, 300)

  const { child, url, end } = await serveLacuna(database)
  const browser = await openChromium()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}#/runs`)
  // The first page of a run that is opened at all also compiles its code: that is the short one's.
  const opened = { short: await openings(page, names.short), long: await openings(page, names.long) }
  await page.goto(`${url}#/runs/millionsteps`)
  await page.getByRole('region', { name: 'Training loss' }).waitFor()
  const before = processorSeconds(child.pid!)
  const watched = await recordingTime(long, million + 600, 100, 100)
  const spent = processorSeconds(child.pid!) - before
  await browser.close()
  await end()
  store.close()
  const spentPercent = 10 * spent
  if (options.json) console.log(JSON.stringify({ section: 'million', opened, atFirst, atLast, watched, spentPercent }))
  else {
    for (const key of ['short', 'long'] as const) {
      const [first, ...later] = opened[key]
      console.log(
        `page of ${names[key]}, from the click to its first curve: ${milliseconds(first!)} at first, then ${later.map(milliseconds).join(', ')}`,
      )
    }
    console.log(
      `recording two steps: ${milliseconds(atFirst)} at the beginning, ${milliseconds(atLast)} after a million, ${milliseconds(watched)} with the page open`,
    )
    console.log(`the page open beside a training at ten messages a second: ${spentPercent.toFixed(1)} % of one core`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
