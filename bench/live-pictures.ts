import { loadavg } from 'node:os'
import type { Browser, Page } from '@playwright/test'
import { lacuna, serveLacuna, temporaryFolder } from '../tests/support/lacuna.ts'
import { addWaves } from '../tests/support/pictures.ts'
import { options } from './options.ts'
import { openChromium } from './support/served.ts'

/**
 * How long a person waits for a picture, in a browser, on this processor: from a stroke on the mask to the frame that shows what the
 * slides' model makes of it (Inpaint, beside the biharmonic fill), and from a slider to the decoded latent (Latents), dragged and moved
 * by arrow keys: after a key Chromium hands over no message until a frame has shown what the key did, after a pointer's move it does.
 * The aim is 50 ms at the 95th percentile, with nothing else running.
 */
const strokes = options.quick ? 3 : 6
const movesEach = 60
/** A pointer's, at 60 a second. */
const moveEvery = 16
/** An arrow key's while it is held. */
const keyEvery = 32
const sliderMoves = options.quick ? 120 : 240
const sliderKeys = options.quick ? 60 : 120

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))]!
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Milliseconds by what was waited for. */
type Waits = Record<string, number[]>

/** Hears every waiting time that the view notes, from now on. */
async function listen(page: Page, testId: string): Promise<() => Promise<number[]>> {
  const element = page.getByTestId(testId)
  await element.evaluate((node) => {
    const heard: string[] = []
    new MutationObserver(() => heard.push(node.getAttribute('data-milliseconds')!)).observe(node, {
      attributeFilter: ['data-milliseconds'],
    })
    Object.assign(node, { heard })
  })
  return () => element.evaluate((node) => (node as unknown as { heard: string[] }).heard.map(Number))
}

/** Does something `times` times, at a hand's pace. */
async function atPace(times: number, every: number, act: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) {
    const due = performance.now() + every
    await act(i)
    await pause(Math.max(0, due - performance.now()))
  }
}

/** Draws one line across the mask, as fast as a hand: 60 points in a second. */
async function draw(page: Page, box: { x: number; y: number; width: number }, y: number): Promise<void> {
  await page.mouse.move(box.x + 10, y)
  await page.mouse.down()
  await atPace(movesEach, moveEvery, (i) =>
    page.mouse.move(box.x + 10 + ((box.width - 20) * i) / movesEach, y + 20 * Math.sin(i / 5)),
  )
  await page.mouse.up()
  await pause(200)
}

async function inpaint(page: Page, url: string): Promise<Waits> {
  await page.goto(`${url}#/inpaint`)
  for (const card of ['measured', 'Biharmonic']) {
    await page.getByTestId('result').filter({ hasText: card }).getByText(/\d dB/).waitFor({ timeout: 120_000 })
  }
  await page.getByRole('button', { name: 'Clear' }).click()
  const box = (await page.getByTestId('mask-canvas').boundingBox())!
  await draw(page, box, box.y + 20) // code is compiled, caches are warm
  const heard = await listen(page, 'latency')
  for (let stroke = 0; stroke < strokes; stroke++) await draw(page, box, box.y + (box.height * (stroke + 1)) / (strokes + 1))
  return { 'stroke to picture': await heard() }
}

async function latents(page: Page, url: string): Promise<Waits> {
  await page.goto(`${url}#/latents`)
  await page.getByTestId('latent-latency').getByText(/ms/).waitFor({ timeout: 120_000 })
  const slider = page.getByRole('slider', { name: 'Direction 1' })
  await slider.focus()
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight')
  await pause(2_000)
  const heardKeys = await listen(page, 'latent-latency')
  await atPace(sliderKeys, keyEvery, (i) => page.keyboard.press(i % 40 < 20 ? 'ArrowRight' : 'ArrowLeft'))
  await pause(200)
  const keys = await heardKeys()
  const box = (await slider.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const heard = await listen(page, 'latent-latency')
  await atPace(sliderMoves, moveEvery, (i) => page.mouse.move(x + 60 * Math.sin(i / 20), y))
  await page.mouse.up()
  await pause(200)
  return { 'slider to picture, dragged': await heard(), 'slider to picture, by arrow keys': keys }
}

const folder = temporaryFolder()
let browser: Browser | undefined
process.stderr.write('a run of 20 steps to look at …\n')
await addWaves(folder.path, 32) // complete: nothing else is made while pictures are waited for
const training = ['--dataset', 'waves', '--steps', '20', '--set', 'batchSize=8', '--name', 'measured']
const trained = await lacuna(['train', ...training], folder.path)
if (trained.status !== 0) throw new Error(trained.stderr)
const served = await serveLacuna(folder.path)
try {
  browser = await openChromium()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const load = loadavg()[0]!
  const waits = { ...(await inpaint(page, served.url)), ...(await latents(page, served.url)) }
  for (const [what, times] of Object.entries(waits)) {
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)]
    if (options.json) console.log(JSON.stringify({ what, p50, p95, pictures: times.length, load }))
    else
      console.log(
        `${what}: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (${times.length} pictures; load ${load.toFixed(1)})`,
      )
  }
} finally {
  await browser?.close()
  await served.close()
  folder.remove()
}
