import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { expectNoSeriousProblem } from '../support/axe.ts'
import { type ServedLacuna, serveLacuna, temporaryFolder } from '../support/lacuna.ts'

const folder = temporaryFolder()
let server: ServedLacuna | undefined

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  server = await serveLacuna(folder.path)
})
test.afterAll(async () => {
  await server?.close()
  folder.remove()
})

/** Whatever the page says to its console as an error is a failure. */
test.beforeEach(({ page }) => {
  page.on('pageerror', (error) => {
    throw error
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) throw new Error(`console: ${message.text()}`)
  })
})

/** The step in "Step 1,250 of 20,000"; NaN while there is none. */
async function stepShown(page: Page): Promise<number> {
  const text = await page.getByLabel('Figures').locator('dd').first().textContent()
  return Number(/^[\d,]+/.exec((text ?? '').trim())?.[0].replaceAll(',', '') ?? Number.NaN)
}

/** Colours in the chart: a canvas with a line in it has some, an empty one has not. */
async function drawnPixels(page: Page, name: string): Promise<number> {
  return page
    .getByRole('region', { name })
    .locator('canvas')
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      let drawn = 0
      for (let i = 0; i < data.length; i += 4) {
        const spread = Math.max(data[i]!, data[i + 1]!, data[i + 2]!) - Math.min(data[i]!, data[i + 1]!, data[i + 2]!)
        if (data[i + 3]! > 100 && spread > 60) drawn++
      }
      return drawn
    })
}

const canvases = (page: Page) => page.getByRole('region', { name: 'Samples' }).locator('table canvas')

test('one click from nothing to a live training', async ({ page }) => {
  await page.goto(server!.url)
  const begin = page.getByRole('button', { name: 'Train on synthetic faces' })
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(begin).toBeVisible()
    await expectNoSeriousProblem(page, `first start, ${colorScheme}`)
  }
  await begin.click()
  await expect(page.getByRole('article', { name: 'slides-1' })).toBeVisible()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(0)
  expect(new URL(page.url()).search).not.toContain('token')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByTestId('run-state').first()).toHaveAttribute('data-state', 'stopped')
})

test('a training from the form: its curve grows, its gallery fills, a reload loses nothing, and it stops', async ({ page }) => {
  await page.goto(server!.url)
  await page.getByRole('link', { name: /^Runs/ }).click()
  await page.getByRole('link', { name: 'New run' }).click()

  // A wrong value is said beside its field and nothing can be started with it.
  await page.getByRole('textbox', { name: 'Batch size' }).fill('0')
  await expect(page.getByText('Expected a whole number from 1 to 4096, got 0')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled()

  await page.getByRole('textbox', { name: 'Batch size' }).fill('8')
  await page.getByRole('textbox', { name: 'Validate every' }).fill('20')
  await page.getByRole('textbox', { name: 'Validation pictures' }).fill('8')
  await page.getByRole('textbox', { name: 'Name' }).fill('from the form')
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByRole('article', { name: 'from the form' })).toBeVisible()

  await expect.poll(() => stepShown(page)).toBeGreaterThan(30)
  const early = await stepShown(page)
  await expect.poll(() => drawnPixels(page, 'Training loss')).toBeGreaterThan(100)
  await expect.poll(() => stepShown(page)).toBeGreaterThan(early + 20)
  await expect(page.getByRole('region', { name: 'Validation PSNR' }).locator('canvas')).toHaveAccessibleName(
    /random 0\.5 \d+\.\d/,
  )

  // The slides' four masks, each as original, masked, inpainted and error.
  const gallery = page.getByRole('region', { name: 'Samples' })
  for (const text of ['p = 0.75', 'p = 0.50', 'p = 0.30', 'p = 0.00']) await expect(gallery.getByText(text)).toBeVisible()
  for (const column of ['original', 'masked', 'inpainted', 'error'])
    await expect(gallery.getByRole('columnheader', { name: column }).first()).toBeVisible()
  expect(await canvases(page).count()).toBeGreaterThanOrEqual(16)

  await page.reload()
  await expect(page.getByRole('article', { name: 'from the form' })).toBeVisible()
  await expect.poll(() => stepShown(page)).toBeGreaterThan(early)
  await expect.poll(() => drawnPixels(page, 'Training loss')).toBeGreaterThan(100)
  await expect.poll(() => canvases(page).count()).toBeGreaterThanOrEqual(16)
  const afterReload = await stepShown(page)
  await expect.poll(() => stepShown(page)).toBeGreaterThan(afterReload)

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByTestId('run-state').first()).toHaveAttribute('data-state', 'stopped')
  const last = await stepShown(page)

  await page.getByRole('link', { name: /^Runs/ }).click()
  const row = page.getByTestId('run-row').filter({ hasText: 'from the form' })
  await expect(row.getByTestId('run-state')).toHaveAttribute('data-state', 'stopped')

  const database = new Database(join(folder.path, 'experiments.db'), { readonly: true })
  const stored = database.prepare('SELECT state, step, name FROM runs WHERE name = ?').get('from the form')
  database.close()
  expect(stored).toEqual({ name: 'from the form', state: 'stopped', step: last })
})

test('a stopped run resumes where it was, by keyboard alone', async ({ page }) => {
  await page.goto(server!.url)
  await page.getByTestId('run-row').filter({ hasText: 'from the form' }).getByRole('link').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article', { name: 'from the form' })).toBeVisible()
  const before = await stepShown(page)
  await page.keyboard.press('p')
  await expect(page.getByTestId('run-state').first()).toHaveAttribute('data-state', 'running')
  await expect.poll(() => stepShown(page)).toBeGreaterThan(before)
  await page.keyboard.press('s')
  await expect(page.getByTestId('run-state').first()).toHaveAttribute('data-state', 'stopped')
})

test('a deleted run is gone, unless it is taken back in time', async ({ page }) => {
  await page.goto(server!.url)
  await page.getByRole('button', { name: 'Delete from the form' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByTestId('run-row').filter({ hasText: 'from the form' })).toBeVisible()
  await page.getByRole('button', { name: 'Delete from the form' }).click()
  await expect(page.getByTestId('run-row').filter({ hasText: 'from the form' })).toHaveCount(0)
  await expect
    .poll(() => {
      const database = new Database(join(folder.path, 'experiments.db'), { readonly: true })
      const { n } = database.prepare("SELECT count(*) AS n FROM runs WHERE name = 'from the form'").get() as { n: number }
      database.close()
      return n
    })
    .toBe(0)
})

test('without the token there is nothing to see', async ({ page }) => {
  await page.context().clearCookies()
  const answer = await page.request.get(server!.url.replace(/\?.*/, ''))
  expect(answer.status()).toBe(401)
})
