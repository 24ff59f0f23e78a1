import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../scripts/chromium.ts'
import { configHash } from '../src-main/core/store/run-id.ts'
import type { RunStore } from '../src-main/core/store/run-store.ts'
import { openSqliteRunStore } from '../src-main/core/store/sqlite-run-store.ts'
import type { TrainerEvent } from '../src-shared/contract/trainer.ts'
import { findPreset } from '../src-shared/presets.ts'

/**
 * A run of a million steps: how long its page takes to show its curves, and what recording a step costs at the run's beginning, at
 * its end, and with the page open beside it:
 *
 *     node bench/million-steps.ts
 */
const folder = mkdtempSync(join(tmpdir(), 'lacuna-bench-'))
const database = join(folder, 'experiments.db')
const run = 'millionsteps'
const series = ['loss', 'mse', 'tv', 'tvFree', 'imagesPerSecond']
const names = { long: 'a million steps', short: 'a thousand steps' }
const million = 1_000_000
let sequence = 1

/** Steps after `done`, as a trainer sends them. */
function steps(done: number, count: number): TrainerEvent {
  const numbers = Array.from({ length: count }, (_, i) => done + i + 1)
  const values = (phase: number) => numbers.map((step) => Math.exp(-step / 2e5) + 0.1 * Math.sin(step * (phase + 0.7)))
  return {
    type: 'steps',
    steps: numbers,
    times: numbers.map((step) => 1.7e12 + 200 * step),
    series: Object.fromEntries(series.map((name, i) => [name, values(i)])),
    imagesPerSecond: 320,
  }
}

/** Milliseconds that one message of two steps takes to be recorded, the median of many. */
async function recordingTime(store: RunStore, done: number, messages: number, between = 0): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < messages; i++) {
    const event = steps(done + 2 * i, 2)
    const start = performance.now()
    await store.record(run, 1, sequence++, [event], Date.now())
    times.push(performance.now() - start)
    if (between > 0) await new Promise((resolve) => setTimeout(resolve, between))
  }
  return times.sort((a, b) => a - b)[messages >> 1]!
}

async function serve(): Promise<{ child: ChildProcess; url: string }> {
  const program = fileURLToPath(new URL('../bin/lacuna.js', import.meta.url))
  const child = spawn(process.execPath, [program, 'serve', '--no-open', '--db', database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const text of child.stdout!.setEncoding('utf8')) {
    printed += text
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0]
    if (url) return { child, url }
  }
  throw new Error(`serve said no address: ${printed}`)
}

/** Milliseconds from the click on a run's name to its loss curve, in a page of its own: the first time, and again. */
async function openings(browser: Browser, url: string, name: string): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}#/runs`)
  const link = page.getByRole('link', { name }).first()
  await link.waitFor()
  const times: number[] = []
  for (let time = 0; time < 4; time++) {
    await page.evaluate(`void (window.opened = new Promise((resolve) => {
      addEventListener('click', () => {
        const start = performance.now()
        const look = () => {
          const chart = document.querySelector('[aria-labelledby="loss-title"] canvas[aria-label]')
          if (chart && !chart.ariaLabel.includes('nothing recorded')) requestAnimationFrame(() => resolve(performance.now() - start))
          else requestAnimationFrame(look)
        }
        look()
      }, { once: true, capture: true })
    }))`)
    await link.click()
    times.push((await page.evaluate('window.opened')) as number)
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Runs' }).click()
  }
  await page.close()
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
  const owner = { instance: 'bench', host: hostname(), pid: process.pid, processStart: Date.now(), programVersion: '0' }
  const choice = { engine: 'auto' }
  const about = { preset: 'slides', config, configHash: configHash(config), datasetHash: null, choice, createdAt: Date.now() }
  await store.createRun({ ...about, id: 'thousandstep', name: { exact: names.short } })
  await store.claim('thousandstep', owner, Date.now(), 3.6e6)
  await store.record('thousandstep', 1, 1, [steps(0, 1000)], Date.now())
  await store.createRun({ ...about, id: run, name: { exact: names.long } })
  await store.claim(run, owner, Date.now(), 3.6e6)
  const atFirst = await recordingTime(store, 0, 300)
  for (let done = 600; done < million; done += 9_800) {
    await store.record(run, 1, sequence++, [steps(done, Math.min(9_800, million - done))], Date.now())
  }
  for (let step = 500; step < million; step += 500) {
    const values = { 'val/loss': 0.01, 'val/psnr/random:0.5': 20 + Math.sin(step) }
    await store.record(run, 1, sequence++, [{ type: 'validation', step, time: step, values }], Date.now())
  }
  const atLast = await recordingTime(store, million, 300)

  const { child, url } = await serve()
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] })
  const long = await openings(browser, url, names.long)
  const short = await openings(browser, url, names.short)
  const page = await browser.newPage()
  await page.goto(`${url}#/runs/${run}`)
  await page.getByRole('region', { name: 'Training loss' }).waitFor()
  const before = processorSeconds(child.pid!)
  const watched = await recordingTime(store, million + 600, 100, 100)
  const spent = processorSeconds(child.pid!) - before
  await browser.close()
  child.kill('SIGINT')
  await new Promise((resolve) => child.once('close', resolve))
  store.close()
  const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0)
  for (const [what, [first, ...later]] of [
    [names.long, long],
    [names.short, short],
  ] as const) {
    console.log(`page of ${what}, from the click to its curves: ${ms(first!)} ms at first, then ${later.map(ms).join(', ')} ms`)
  }
  console.log(
    `recording two steps: ${ms(atFirst)} ms at the beginning, ${ms(atLast)} after a million, ${ms(watched)} with the page open`,
  )
  console.log(`the page open beside a training at ten messages a second: ${(10 * spent).toFixed(1)} % of one core`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
