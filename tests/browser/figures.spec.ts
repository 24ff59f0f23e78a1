import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { encode } from 'fast-png'
import { unzipSync } from 'fflate'
import { lacuna, startLacuna, temporaryFolder, until } from '../support/lacuna.ts'

const folder = temporaryFolder()
let server: ChildProcess
let url: string

test.beforeAll(async () => {
  const pictures = join(folder.path, 'waves')
  mkdirSync(pictures)
  for (let i = 0; i < 80; i++) {
    const data = Uint8Array.from(
      { length: 16 * 16 * 3 },
      (_, k) => 128 + 100 * Math.sin((k % 48) / (6 + (i % 5)) + Math.floor(k / 48) / 4 + i),
    )
    writeFileSync(join(pictures, `${i}.png`), encode({ width: 16, height: 16, channels: 3, data }))
  }
  expect(await lacuna(['datasets', 'add', 'waves', '--kind', 'folder', '--path', 'waves'], folder.path)).toMatchObject({
    status: 0,
  })
  const brief = ['--steps', '5', '--set', 'imageSize=16', '--set', 'batchSize=8', '--name', 'brief']
  expect(await lacuna(['train', '--dataset', 'waves', ...brief], folder.path)).toMatchObject({ status: 0 })
  server = startLacuna(['serve', '--no-open'], folder.path)
  let printed = ''
  server.stdout!.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  url = await until('the address', () => /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0])
})
test.afterAll(async () => {
  server.kill('SIGINT')
  await new Promise((resolve) => server.once('close', resolve))
  folder.remove()
})

/** The file that an action hands to the person. */
async function downloaded(page: Page, act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), act()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('every kind of figure is composed and exported as it is seen; then the deck', async ({ page }) => {
  await page.goto(`${url}#/figures`)
  const preview = page.getByRole('region', { name: 'Preview' })
  const kinds = page.getByRole('group', { name: 'Kind of figure' }).getByRole('button')
  await expect(kinds).toHaveCount(7)
  for (const kind of await kinds.all()) {
    await kind.click()
    const missing = page.getByLabel('Where an evaluation is missing')
    if (await missing.isVisible()) await missing.selectOption({ label: 'measure 50 pictures' })
    await expect(preview).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
    await expect(preview.getByRole('alert')).toHaveCount(0)
    await expect(preview.getByRole('img')).toBeVisible()
    const { name, bytes } = await downloaded(page, () => page.keyboard.press('e'))
    expect(name).toMatch(/^brief_[a-z-]+_5_\d{8}-\d{6}\.svg$/)
    const shown = await preview.getByRole('img').getAttribute('alt')
    expect(bytes.toString()).toContain(`<title>${shown}</title>`)
    expect(bytes.toString()).toContain('@font-face')
  }

  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Brief & to the point')
  await page.getByRole('button', { name: 'transparent' }).click()
  await expect.poll(() => page.url()).toContain('ground=transparent')
  await page.reload()
  await expect(preview.getByRole('img', { name: 'Brief & to the point' })).toBeVisible()

  const deck = await downloaded(page, () => page.keyboard.press('d'))
  expect(deck.name).toMatch(/^brief_deck_5_.*\.pptx$/)
  const slides = Object.keys(unzipSync(deck.bytes)).filter((file) => /^ppt\/slides\/slide\d+\.xml$/.test(file))
  expect(slides).toHaveLength(11)
})

test('a gallery becomes a figure of the same pictures, with error maps on a scale of one’s own', async ({ page }) => {
  await page.goto(`${url}#/galleries?mask=random:0.3&baselines=nearest`)
  await expect(page.getByRole('button', { name: 'Add to figure' })).toBeEnabled()
  await page.keyboard.press('f')
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect.poll(() => page.url()).toMatch(/#\/figures\?.*kind=gallery/)
  await expect(preview).toHaveAttribute('aria-busy', 'false')
  const exported = async () => (await downloaded(page, () => page.keyboard.press('e'))).bytes.toString()
  const bare = await exported()
  expect(bare).toContain('Random p = 0.30')
  expect(bare).toMatch(/>Nearest</i)
  expect(bare).not.toContain('Absolute error')

  await page.getByRole('group', { name: 'Error maps' }).getByText('shown').click()
  await page.getByLabel('Top of their scale').selectOption('0.5')
  await expect.poll(() => page.url()).toContain('errorTop=0.5')
  await expect(preview).toHaveAttribute('aria-busy', 'false')
  const mapped = await exported()
  expect(mapped).toContain('Absolute error')
  expect(mapped).toContain('>0.5<')
})
