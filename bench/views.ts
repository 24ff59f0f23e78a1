import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { openSqliteRunStore } from '../src-main/core/store/sqlite-run-store.ts'
import { messageOf } from '../src-shared/errors.ts'
import { findPreset } from '../src-shared/presets.ts'
import { options, python } from './options.ts'
import { answerTime, linesDrawn, median, milliseconds, openingTime } from './support/drawn.ts'
import { recordRun } from './support/fill-database.ts'
import { openChromium, type Served, serveLacuna } from './support/served.ts'
import { openTensorBoard, writeEvents } from './support/tensorboard.ts'

/**
 * The window over a full database: 1,000 runs, of which 20 have 100,000 points in each series. How soon the table answers, how soon the
 * 20 are drawn over one another, and how smoothly they are moved; beside TensorBoard on 20 runs of 100,000 points.
 */
const runs = 1000
const long = 20
const points = 100_000
const times = options.quick ? 3 : 5
const panSeconds = options.quick ? 2 : 4
const progress = (text: string) => process.stderr.write(`${text}\n`)

const idOf = (index: number) => `bench${String(index).padStart(5, '0')}`

async function fill(database: string): Promise<void> {
  const store = openSqliteRunStore(database)
  const { config } = findPreset('slides')
  for (let i = 0; i < runs; i++) {
    const beta = Number((0.01 * (1 + (i % 20))).toFixed(2))
    const run = await recordRun(store, idOf(i), `slides-beta${beta}-${i}`, { ...config, beta, seed: 1 + (i % 7), steps: points })
    const last = i < long ? points : 40
    await run.upTo(last, i)
    for (let step = 500; step <= last; step += 500) await run.validation(step, 20 + Math.sin(step + i))
    if (i >= long) await run.validation(last, 18 + (i % 50) / 10)
    await run.finish(last)
  }
  store.close()
}

const newPage = async (browser: Browser): Promise<Page> => {
  // A context of its own: what an earlier one has kept is not there.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  return context.newPage()
}
const close = (page: Page) => page.context().close()

const rowsShown = `document.querySelectorAll('[data-testid="run-row"]').length >= 10`
const compared = Array.from({ length: long }, (_, i) => idOf(i)).join(',')
const allDrawn = `${linesDrawn('Training loss', long)} && ${linesDrawn('Validation PSNR', long)}`

async function table(browser: Browser, url: string) {
  const page = await newPage(browser)
  const first = await openingTime(page, `${url}#/runs`, rowsShown)
  await page.reload()
  const opened = (await page.evaluate('window.benchDrawn')) as number
  const filter = page.getByRole('searchbox').first()
  await filter.focus()
  const filtered = `${rowsShown} && [...document.querySelectorAll('[data-testid="run-row"]')].every((row) => row.textContent.includes('beta0.07'))`
  const answered = await answerTime(page, 'input', () => filter.fill('beta0.07'), filtered)
  await close(page)
  return { first, opened, answered }
}

const views = (page: Page) => page.getByRole('navigation', { name: 'Views' })

/** The 20, chosen in another view, by a click on Compare. */
async function comparisonClicked(browser: Browser, url: string): Promise<number> {
  const page = await newPage(browser)
  await page.goto(`${url}#/latents?runs=${compared}`)
  await views(page).getByRole('link', { name: 'Compare' }).waitFor()
  await page.waitForTimeout(1000)
  const clicked = await answerTime(page, 'click', () => views(page).getByRole('link', { name: 'Compare' }).click(), allDrawn)
  await close(page)
  return clicked
}

/** The same in a page of its own. */
async function comparisonOpened(browser: Browser, url: string): Promise<number> {
  const page = await newPage(browser)
  const opened = await openingTime(page, `${url}#/compare?runs=${compared}`, allDrawn)
  await close(page)
  return opened
}

/** Frames a second in which the chart was drawn anew while it is dragged to and fro, a pointer event a frame, and the longest wait. */
async function panning(browser: Browser, url: string) {
  const page = await newPage(browser)
  await openingTime(page, `${url}#/compare?runs=${compared}`, allDrawn)
  const chart = page.locator('canvas[aria-label^="Training loss: "]')
  await chart.scrollIntoViewIfNeeded()
  await chart.focus()
  for (let i = 0; i < 2; i++) await page.keyboard.press('+')
  await page.waitForTimeout(1000)
  const box = (await chart.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.keyboard.down('Shift')
  await page.mouse.move(x, y)
  await page.mouse.down()
  const measured = (await page.evaluate(`new Promise((resolve) => {
    const canvas = document.activeElement
    const context = canvas.getContext('2d')
    let drawn = 0
    const clear = context.clearRect
    context.clearRect = (...place) => { drawn++; clear.apply(context, place) }
    const start = performance.now()
    let [frames, before, last, longest] = [0, 0, start, 0]
    const frame = (now) => {
      if (drawn > before) frames++
      before = drawn
      longest = Math.max(longest, now - last)
      last = now
      const passed = now - start
      if (passed > ${1000 * panSeconds}) return resolve({ framesPerSecond: (1000 * frames) / passed, longest })
      const clientX = ${x} + 120 * Math.sin(passed / 400)
      canvas.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerId: 1, shiftKey: true, clientX, clientY: ${y} }))
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })`)) as { framesPerSecond: number; longest: number }
  await page.mouse.up()
  await close(page)
  return measured
}

async function repeated<T>(what: string, measure: () => Promise<T>): Promise<T[]> {
  const all: T[] = []
  for (let time = 1; time <= times; time++) {
    progress(`${what}: ${time} of ${times}`)
    all.push(await measure())
  }
  return all
}

async function peer(browser: Browser, folder: string) {
  if (!python) return { skipped: 'no Python given; --python PATH or LACUNA_PYTHON' }
  try {
    progress('TensorBoard: writing event files')
    writeEvents(python, folder, long, points)
    const { served, loaded } = await openTensorBoard(python, folder, long)
    try {
      const opened = await repeated('TensorBoard', async () => {
        const page = await newPage(browser)
        const time = await openingTime(page, `${served.url}#timeseries`, `document.body.innerText.includes('80k')`)
        await close(page)
        return time
      })
      return { loaded, opened: median(opened) }
    } finally {
      await served.end()
    }
  } catch (error) {
    return { skipped: messageOf(error) }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'lacuna-bench-'))
let served: Served | undefined
let browser: Browser | undefined
try {
  const database = join(folder, 'experiments.db')
  const load = loadavg()
  progress('filling the database')
  const start = performance.now()
  await fill(database)
  const filled = performance.now() - start
  browser = await openChromium()
  served = await serveLacuna(database)
  const first = await comparisonClicked(browser, served.url)
  const tables = await repeated('table', () => table(browser!, served!.url))
  const clicks = await repeated('comparison', () => comparisonClicked(browser!, served!.url))
  const openings = await repeated('comparison in a page of its own', () => comparisonOpened(browser!, served!.url))
  const pans = await repeated('panning', () => panning(browser!, served!.url))
  await served.end()
  served = undefined
  const tensorboard = await peer(browser, join(folder, 'tensorboard'))
  const report = {
    runs,
    long,
    points,
    load,
    fillSeconds: filled / 1000,
    tableFirst: median(tables.map(({ first }) => first)),
    tableOpened: median(tables.map(({ opened }) => opened)),
    tableFiltered: median(tables.map(({ answered }) => answered)),
    comparisonFirst: first,
    comparisonClicked: median(clicks),
    comparisonOpened: median(openings),
    panFramesPerSecond: median(pans.map(({ framesPerSecond }) => framesPerSecond)),
    panLongestFrame: median(pans.map(({ longest }) => longest)),
    tensorboard,
  }
  console.log(options.json ? JSON.stringify({ section: 'views', ...report }) : formatViews(report))
} finally {
  await served?.end()
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
}

function formatViews(report: {
  load: number[]
  tableFirst: number
  tableOpened: number
  tableFiltered: number
  comparisonFirst: number
  comparisonOpened: number
  comparisonClicked: number
  panFramesPerSecond: number
  panLongestFrame: number
  tensorboard: { loaded: number; opened: number } | { skipped: string }
}): string {
  const { tensorboard } = report
  const rows = [
    [
      'table of 1,000 runs, from the address until it is drawn, in a browser that has never seen it',
      milliseconds(report.tableFirst),
    ],
    ['the same after a reload', milliseconds(report.tableOpened)],
    ['from a key in its filter to the rows that fit', milliseconds(report.tableFiltered)],
    ['20 runs compared, from the click to all curves, nothing read yet', milliseconds(report.comparisonFirst)],
    ['the same, again', milliseconds(report.comparisonClicked)],
    ['the same, from the address, in a browser that has never seen it', milliseconds(report.comparisonOpened)],
    [
      'moving them by hand',
      `${report.panFramesPerSecond.toFixed(0)} frames/s, the longest ${milliseconds(report.panLongestFrame)}`,
    ],
    ...('skipped' in tensorboard
      ? [['TensorBoard', `not measured: ${tensorboard.skipped}`]]
      : [
          ['TensorBoard: from its start until it knows the 20 runs', milliseconds(tensorboard.loaded)],
          [
            'TensorBoard: from the address of its page to one chart of the 20 (1,000 points a run)',
            milliseconds(tensorboard.opened),
          ],
        ]),
  ]
  const width = Math.max(...rows.map(([what]) => what!.length))
  return [
    `The window over 1,000 runs, 20 of them with 100,000 points a series; medians of ${times}; load ${report.load.map((value) => value.toFixed(1)).join(' ')}`,
    ...rows.map(([what, figure]) => `${what!.padEnd(width)}  ${figure}`),
  ].join('\n')
}
