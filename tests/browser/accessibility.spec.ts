import { expect, type Page, test } from '@playwright/test'
import { expectNoSeriousProblem } from '../support/axe.ts'
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
  { path: '/figures', ready: (page) => expect(page.getByRole('region', { name: 'Preview' }).getByRole('img')).toBeVisible() },
]
const usual = '?mask=rect-centred:0.75&to=1'

/** What lies over a view once it has been opened there. */
const sheets: { path: string; name: string | RegExp; open: (page: Page) => Promise<unknown> }[] = [
  { path: '/runs', name: 'Shortcuts', open: (page) => page.keyboard.press('?') },
  { path: '/runs', name: 'Commands', open: (page) => page.keyboard.press('Control+k') },
  {
    path: '/runs/seen',
    name: /^Picture 1/,
    open: (page) =>
      page
        .getByRole('button', { name: /^Open picture 1,/ })
        .first()
        .click(),
  },
  {
    path: '/galleries',
    name: /^Picture 1/,
    open: (page) =>
      page
        .getByRole('button', { name: /^Picture 1,.*: PSNR \d/ })
        .first()
        .click(),
  },
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no serious problem in any view, ${colorScheme}; none is wider than a small window`, async ({ browser }) => {
    const page = await (await browser.newContext({ colorScheme, reducedMotion: 'reduce' })).newPage()
    await page.goto(served.url)
    await expect(page.getByTestId('run-row')).toHaveCount(2)
    const ids = await page.getByTestId('run-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-run')))
    for (const { path, ready } of views) {
      await page.goto(`${served.url}#${path}${usual}&runs=${ids.join(',')}`)
      await ready(page)
      await expectNoSeriousProblem(page, path)
      await page.setViewportSize({ width: 1024, height: 700 })
      const main = page.getByRole('main')
      expect(await main.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), path).toBe(0)
      await page.setViewportSize({ width: 1440, height: 900 })
    }
    for (const { path, name, open } of sheets) {
      await page.goto(`${served.url}#${path}${usual}`)
      await open(page)
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await expectNoSeriousProblem(page, String(name))
      await page.keyboard.press('Escape')
    }
    await page.context().close()
  })
}

test('runs are found, sorted, selected as a range, put away and taken back, and every view opened, by keys alone', async ({
  page,
}) => {
  await page.goto(served.url)
  const rows = page.getByTestId('run-row')
  await expect(rows).toHaveCount(2)
  await page.keyboard.press('/')
  await page.keyboard.type('oth')
  await expect(rows).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(rows).toHaveCount(2)
  const name = page.getByRole('columnheader', { name: 'Name' })
  await name.getByRole('button').press('Enter')
  await expect(name).toHaveAttribute('aria-sort', 'ascending')
  await expect(rows.first()).toContainText('other')

  await rows.first().getByRole('link').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+Space')
  await expect(page.getByRole('button', { name: 'Compare 2 runs' })).toBeVisible()
  for (const [put, said] of [
    ['Archive', '2 runs are archived.'],
    ['Delete', '2 runs are being deleted'],
  ] as const) {
    await page.getByRole('button', { name: put, exact: true }).press('Enter')
    await expect(page.getByRole('status').filter({ hasText: said })).toBeVisible()
    await expect(rows).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(rows).toHaveCount(2)
  }
  await rows.first().getByRole('link').focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Compare 1 run' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Compare 1 run' })).toHaveCount(0)
  await rows.first().getByRole('link').focus()
  await page.keyboard.press('Delete')
  await expect(rows).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(rows).toHaveCount(2)

  const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
  for (let i = 0; i < (await views.count()); i++) {
    await page.keyboard.press(String(i + 1))
    await expect(views.nth(i)).toHaveAttribute('aria-current', 'page')
  }
  const commands = page.getByRole('dialog', { name: 'Commands' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('theme dark')
  await page.keyboard.press('Enter')
  await expect(commands).toHaveCount(0)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('seen')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article', { name: 'seen' })).toBeVisible()
  await page.keyboard.press('h')
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible()
  await page.keyboard.press('h')
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toHaveCount(0)
})
