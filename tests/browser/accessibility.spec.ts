import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type Served, serveWaves } from '../support/served.ts'

let served: Served
test.beforeAll(async () => {
  served = await serveWaves('seen', 'other')
})
test.afterAll(() => served.close())

/** Every view with what it shows of two runs, and what says that it has come. */
const views: { path: string; ready: (page: Page) => Promise<unknown> }[] = [
  { path: '/runs', ready: (page) => expect(page.getByTestId('run-row')).toHaveCount(2) },
  { path: '/runs/seen', ready: (page) => expect(page.getByText('Training loss')).toBeVisible() },
  { path: '/new', ready: (page) => expect(page.getByRole('heading', { name: 'New run' })).toBeVisible() },
  { path: '/data', ready: (page) => expect(page.getByTestId('dataset').getByText('waves').first()).toBeVisible() },
  { path: '/data/add', ready: (page) => expect(page.getByRole('heading', { name: 'Add data' })).toBeVisible() },
  { path: '/compare', ready: (page) => expect(page.getByRole('main').getByText('other').first()).toBeVisible() },
  { path: '/galleries', ready: (page) => expect(page.getByRole('button', { name: /, other: PSNR \d/ }).first()).toBeVisible() },
  { path: '/inpaint', ready: (page) => expect(page.getByTestId('result').getByText(/\d dB/)).toHaveCount(3) },
  { path: '/latents', ready: (page) => expect(page.getByTestId('interpolation').getByRole('button')).toHaveCount(9) },
]
const usual = '?mask=rect-centred:0.75&to=1'

/** What lies over a view once a key has been pressed there. */
const sheets = [
  { path: '/runs', key: '?', name: 'Shortcuts' },
  { path: '/runs', key: 'Control+k', name: 'Commands' },
]

async function expectNoSeriousProblem(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`)
  expect(serious).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no serious problem in any view, ${colorScheme}`, async ({ browser }) => {
    const page = await (await browser.newContext({ colorScheme, reducedMotion: 'reduce' })).newPage()
    await page.goto(served.url)
    await expect(page.getByTestId('run-row')).toHaveCount(2)
    const ids = await page.getByTestId('run-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-run')))
    for (const { path, ready } of views) {
      await page.goto(`${served.url}#${path}${usual}&runs=${ids.join(',')}`)
      await ready(page)
      await expectNoSeriousProblem(page, path)
    }
    for (const { path, key, name } of sheets) {
      await page.goto(`${served.url}#${path}`)
      await page.keyboard.press(key)
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await expectNoSeriousProblem(page, name)
      await page.keyboard.press('Escape')
    }
    await page.context().close()
  })
}
