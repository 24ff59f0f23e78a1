import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { encode } from 'fast-png'
import { drop } from '../support/drop.ts'
import { type ServedLacuna, serveLacuna, temporaryFolder } from '../support/lacuna.ts'
import { zipOf } from '../support/zip.ts'

const folder = temporaryFolder()
const pictures = join(folder.path, 'shapes')
let server: ServedLacuna | undefined
let context: BrowserContext

test.describe.configure({ mode: 'serial' })

/** A disc on a gradient, elsewhere in each picture. */
function disc(number: number): Uint8Array {
  const side = 40
  const data = new Uint8Array(side * side * 3)
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [i % side, Math.floor(i / side)]
    const inside = Math.hypot(x - 12 - (number % 17), y - 12 - (number % 13)) < 9
    data.set(inside ? [230, 150 + (number % 80), 60] : [40 + 3 * x, 60 + 3 * y, 120], i * 3)
  }
  return encode({ width: side, height: side, data, channels: 3, depth: 8 })
}

test.beforeAll(async ({ browser }) => {
  mkdirSync(pictures)
  for (let i = 0; i < 60; i++) writeFileSync(join(pictures, `disc-${i}.png`), disc(i))
  writeFileSync(join(pictures, 'torn.png'), disc(1).slice(0, 60))
  server = await serveLacuna(folder.path)
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
})
test.afterAll(async () => {
  await context.close()
  await server?.close()
  folder.remove()
})

/** Whatever the page says to its console as an error is a failure. */
async function openPage(): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('WebSocket')) throw new Error(`console: ${message.text()}`)
  })
  await page.goto(server!.url)
  return page
}

const row = (page: Page) => page.getByTestId('run-row').filter({ hasText: 'on discs' })
const goToRuns = (page: Page) => page.getByRole('link', { name: /^Runs/ }).click()

test('a folder is added, its broken picture is named, and a second of its name is refused beside the field', async () => {
  const page = await openPage()
  await page.getByRole('link', { name: 'Use your own pictures' }).click()
  await page.getByRole('radio', { name: 'Folder of pictures' }).check({ force: true })
  await page.getByRole('button', { name: 'Add and build' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Expected a folder' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Folder', exact: true }).fill(join(folder.path, 'nowhere'))
  await page.getByRole('button', { name: 'Add and build' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'no such folder' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Folder', exact: true }).fill(pictures)
  await page.getByRole('button', { name: 'Add and build' }).click()

  const card = page.getByTestId('dataset').filter({ hasText: pictures })
  await expect(card).toHaveAttribute('data-state', 'ready')
  await card.getByText('1 problem', { exact: true }).click()
  await expect(card.getByRole('row').filter({ hasText: 'torn.png' })).toContainText('left out')
  await expect(card.getByText(/mean of all \d+ to train on/)).toBeVisible()
  await card.getByRole('combobox', { name: 'Mask' }).selectOption('random')
  await expect(card.getByText('p = 0.50')).toBeVisible()

  await page.getByRole('link', { name: 'Add data' }).click()
  await page.getByRole('textbox', { name: 'Folder', exact: true }).fill(pictures)
  await page.getByRole('button', { name: 'Add and build' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'there is a data set' })).toBeVisible()
  await page.close()
})

test('a dropped folder and a dropped zip are copied, added and named after themselves; what is neither is refused', async () => {
  const page = await openPage()
  await page.goto(`${server!.url}#/data/add`)
  await page.getByRole('radio', { name: 'Folder of pictures' }).check({ force: true })
  await drop(page.getByTestId('drop-zone'), join(pictures, 'disc-1.png'))
  await expect(page.getByRole('alert').filter({ hasText: 'Expected a folder of pictures or a zip of one' })).toBeVisible()
  const place = page.getByRole('textbox', { name: 'Folder', exact: true })
  await drop(page.getByTestId('drop-zone'), pictures)
  await expect(place).toHaveValue(/inbox.+shapes$/)
  await page.getByRole('textbox', { name: 'Name' }).fill('dropped')
  await page.getByRole('button', { name: 'Add and build' }).click()
  const card = page.getByTestId('dataset').filter({ has: page.getByRole('heading', { name: 'dropped' }) })
  await expect(card).toHaveAttribute('data-state', 'ready')
  await expect(card.getByText('1 problem', { exact: true })).toBeVisible()

  const zip = join(folder.path, 'discs.zip')
  writeFileSync(zip, zipOf(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`discs/${i}.png`, disc(i)]))))
  await page.goto(`${server!.url}#/data/add`)
  await drop(page.getByTestId('drop-zone'), zip)
  await expect(place).toHaveValue(/discs\.zip$/)
  await page.getByRole('button', { name: 'Add and build' }).click()
  const unpacked = page.getByTestId('dataset').filter({ has: page.getByRole('heading', { name: 'discs' }) })
  await expect(unpacked).toHaveAttribute('data-state', 'ready')
  expect(readdirSync(join(folder.path, 'inbox'))).toHaveLength(2)
  await page.close()
})

test('a training on it goes on while no page is open, and another page finds it live', async () => {
  const first = await openPage()
  await first.getByRole('link', { name: /^Data/ }).click()
  await first.getByTestId('dataset').filter({ hasText: pictures }).getByRole('link', { name: 'Train…' }).click()
  await first.getByRole('textbox', { name: 'Batch size' }).fill('4')
  await first.getByRole('textbox', { name: 'Steps', exact: true }).fill('3000')
  await first.getByRole('textbox', { name: 'Validation pictures' }).fill('4')
  await first.getByRole('textbox', { name: 'Name' }).fill('on discs')
  await first.getByRole('button', { name: 'Start training' }).click()
  await expect(first.getByRole('article', { name: 'on discs' })).toBeVisible()
  await first.close()

  const second = await openPage()
  await expect(row(second).getByTestId('run-state')).toHaveAttribute('data-state', 'running')
  await row(second).getByRole('link').click()
  const step = async () => {
    const text = await second.getByLabel('Figures').locator('dd').first().textContent()
    return Number(/^[\d,]+/.exec((text ?? '').trim())?.[0].replaceAll(',', '') ?? Number.NaN)
  }
  await expect.poll(step).toBeGreaterThan(0)
  const early = await step()
  await expect.poll(step).toBeGreaterThan(early)

  const samples = second.getByRole('region', { name: 'Samples' })
  await samples
    .getByRole('button', { name: /^Open picture 1, Random p = 0.50/ })
    .first()
    .click()
  const wipe = second.getByRole('slider', { name: 'Wipe from masked to inpainted' })
  await wipe.focus()
  await second.keyboard.press('End')
  await expect(wipe).toHaveAttribute('aria-valuenow', '100')
  await second.keyboard.press('Escape')
  await second.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(second.getByTestId('run-state').first()).toHaveAttribute('data-state', 'stopped')
  await second.close()
})

test('tags and notes are kept, whoever writes them, and an archived run is found again', async () => {
  const page = await openPage()
  const other = await openPage()
  for (const one of [page, other]) await row(one).getByRole('link').click()

  await page.getByRole('button', { name: 'Add a tag' }).click()
  await page
    .getByRole('textbox', { name: 'New tag' })
    .or(page.getByRole('combobox', { name: 'New tag' }))
    .fill('round')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(other.getByRole('list', { name: 'Tags' })).toContainText('round')

  const notes = (one: Page) => one.getByRole('textbox', { name: 'Notes' })
  await notes(page).fill('Learns the edge first.')
  await notes(other).fill('Seen from elsewhere.')
  await notes(page).blur()
  await expect(other.getByText('both will be kept')).toBeVisible()
  await notes(other).blur()
  for (const one of [page, other]) await expect(notes(one)).toHaveValue('Learns the edge first.\n\nSeen from elsewhere.')
  await other.close()

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'on discs is archived.' })).toBeVisible()
  await goToRuns(page)
  await expect(row(page)).toHaveCount(0)
  await page.getByRole('switch', { name: 'Show 1 archived' }).click()
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('round')
  await expect(row(page)).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter runs' }).fill('edge')
  await row(page).getByRole('button', { name: 'Unarchive on discs' }).click()
  const message = page.getByRole('status').filter({ hasText: 'on discs is back in the list.' })
  await message.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page)).toContainText('archived')
  await page.close()
})

test('a removed data set comes back when it is taken back, and is gone otherwise; its pictures stay', async () => {
  const page = await openPage()
  await page.getByRole('link', { name: /^Data/ }).click()
  const card = page.getByTestId('dataset').filter({ hasText: pictures })
  await card.getByRole('button', { name: 'Remove shapes' }).click()
  await expect(card).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(card).toBeVisible()
  await card.getByRole('button', { name: 'Remove shapes' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).first().click()
  await expect(page.getByText(/shapes is removed.*where they were/)).toBeVisible()
  for (const name of ['dropped', 'discs']) await page.getByRole('button', { name: `Remove ${name}` }).click()
  await expect(page.getByText(/discs is removed.*So is the copy of its pictures/)).toBeVisible()
  expect(readdirSync(join(folder.path, 'inbox'))).toEqual([])
  await page.reload()
  await expect(page.getByTestId('dataset')).toHaveCount(1)
  await page.close()
})
