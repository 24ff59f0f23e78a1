import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { configHash } from '../../src-main/core/store/run-id.ts'
import { openSqliteRunStore } from '../../src-main/core/store/sqlite-run-store.ts'
import { findPreset } from '../../src-shared/presets.ts'
import { type ServedLacuna, serveLacuna, temporaryFolder } from '../support/lacuna.ts'

/** A run of 400 steps with two values that cannot be drawn, recorded as a trainer would. */
const folder = temporaryFolder()
const steps = Array.from({ length: 400 }, (_, i) => i + 1)
let server: ServedLacuna | undefined

test.beforeAll(async () => {
  const store = openSqliteRunStore(join(folder.path, 'experiments.db'))
  const config = { ...findPreset('slides').config, steps: 400 }
  const now = Date.now()
  await store.createRun({
    id: 'gestures00',
    name: { exact: 'gestures' },
    preset: 'slides',
    config,
    configHash: configHash(config),
    datasetHash: null,
    choice: { engine: 'auto' },
    createdAt: now,
  })
  const owner = { instance: 'test', host: 'elsewhere', pid: 1, processStart: now, programVersion: '0' }
  await store.claim('gestures00', owner, now, 60_000)
  const loss = steps.map((step) => (step === 120 ? Number.NaN : step === 240 ? Number.POSITIVE_INFINITY : 1 / step))
  await store.record(
    'gestures00',
    1,
    1,
    [
      { type: 'steps', steps, times: steps.map((step) => now + 100 * step), series: { loss }, imagesPerSecond: 100 },
      { type: 'ended', state: 'finished', step: 400, reason: null },
    ],
    now,
  )
  store.close()
  server = await serveLacuna(folder.path)
})
test.afterAll(async () => {
  await server?.close()
  folder.remove()
})

/** The step that the chart shows at a share of the canvas's width; labels at the lines' ends take the rest of it. */
async function stepAt(page: Page, chart: Locator, share: number): Promise<number> {
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + share * box.width, box.y + box.height / 2)
  const text = await page
    .getByText(/^step [\d,]+$/)
    .first()
    .textContent()
  return Number(text!.slice(5).replaceAll(',', ''))
}

/** Drags from one share of the canvas's width to another. */
async function drag(page: Page, chart: Locator, from: number, to: number): Promise<void> {
  const box = (await chart.boundingBox())!
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + from * box.width, y)
  await page.mouse.down()
  await page.mouse.move(box.x + ((from + to) / 2) * box.width, y)
  await page.mouse.move(box.x + to * box.width, y)
  await page.mouse.up()
}

/** Left and right of the lines; the pointer beyond them stands at their ends. */
const ends = async (page: Page, chart: Locator) => [await stepAt(page, chart, 0.01), await stepAt(page, chart, 0.99)] as const

test('a chart is zoomed, moved and shown whole by mouse and by keyboard, and marks what it cannot draw', async ({ page }) => {
  await page.goto(`${server!.url}#/runs/gestures00`)
  const panel = page.getByRole('region', { name: 'Training loss' })
  const chart = panel.locator('canvas')
  await expect(chart).toHaveAccessibleName(/2 values cannot be drawn/)
  await expect(panel.getByText('2 not drawn')).toBeVisible()
  await expect.poll(() => ends(page, chart)).toEqual([1, 400])

  const wanted = [await stepAt(page, chart, 0.3), await stepAt(page, chart, 0.5)] as const
  await drag(page, chart, 0.3, 0.5)
  await expect(panel.getByRole('button', { name: 'Show all' })).toBeVisible()
  await expect.poll(async () => (await ends(page, chart)).map((end, i) => Math.abs(end - wanted[i]!) <= 1)).toEqual([true, true])

  const width = wanted[1] - wanted[0]
  await page.keyboard.down('Shift')
  await drag(page, chart, 0.3, 0.5)
  await page.keyboard.up('Shift')
  // To the right by as much as a fifth of the canvas is of the lines' room: earlier steps, as many as before.
  await expect.poll(async () => (await ends(page, chart))[0]).toBeLessThan(wanted[0] - width / 5)
  const moved = await ends(page, chart)
  expect(Math.abs(moved[1] - moved[0] - width)).toBeLessThanOrEqual(2)

  await chart.dblclick()
  await expect(panel.getByRole('button', { name: 'Show all' })).toBeHidden()
  await expect.poll(() => ends(page, chart)).toEqual([1, 400])

  await chart.focus()
  await page.keyboard.press('+')
  await expect.poll(() => ends(page, chart)).toEqual([100, 300])
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => ends(page, chart)).toEqual([150, 350])
  await page.keyboard.press('Home')
  await expect.poll(() => ends(page, chart)).toEqual([1, 400])

  // On a logarithmic axis the middle is where the decades' middle is.
  await panel.getByRole('button', { name: 'log x' }).click()
  await chart.focus()
  await page.keyboard.press('+')
  const quarter = 400 ** 0.25
  await expect.poll(async () => Math.abs((await ends(page, chart))[0] - quarter)).toBeLessThan(1.5)
  expect(Math.abs((await ends(page, chart))[1] - quarter ** 3)).toBeLessThan(4)
})
