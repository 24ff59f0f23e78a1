import { readFileSync } from 'node:fs'
import { type Download, expect, type Page, test } from '@playwright/test'
import { unzipSync } from 'fflate'
import { type Served, serveWaves } from '../support/served.ts'

let served: Served
test.beforeAll(async () => {
  served = await serveWaves('brief')
})
test.afterAll(() => served.close())

interface File {
  readonly name: string
  readonly bytes: Buffer
}

/** The files that an action hands to the person, by the ends of their names. */
async function downloaded<End extends string>(page: Page, act: () => Promise<void>, ...ends: End[]): Promise<Record<End, File>> {
  const came: Download[] = []
  const hear = (download: Download) => came.push(download)
  page.on('download', hear)
  await act()
  await expect.poll(() => came.length, { timeout: 120_000 }).toBe(ends.length)
  page.off('download', hear)
  const files = await Promise.all(
    came.map(async (download) => ({ name: download.suggestedFilename(), bytes: readFileSync(await download.path()) })),
  )
  const fileOf = (end: End) => files.find(({ name }) => name.endsWith(`.${end}`))
  return Object.fromEntries(ends.map((end) => [end, fileOf(end)])) as Record<End, File>
}

/**
 * How far the browser's rendering of an SVG is from a PNG, both at a quarter of the PNG's size, on white: the share of pixels of which a
 * channel differs by more than 64 of 255: letters are drawn with other edges, nothing else is.
 */
async function difference(page: Page, svg: Buffer, png: Buffer): Promise<number> {
  const blank = await page.context().newPage()
  const share = await blank.evaluate(
    async (files) => {
      const load = async (type: string, base64: string) => {
        const image = new Image()
        image.src = `data:${type};base64,${base64}`
        await image.decode()
        return image
      }
      const images = [await load('image/svg+xml', files.svg), await load('image/png', files.png)] as const
      const [width, height] = [Math.round(images[1].naturalWidth / 4), Math.round(images[1].naturalHeight / 4)]
      const [a, b] = images.map((image) => {
        const context = new OffscreenCanvas(width, height).getContext('2d')!
        context.fillStyle = 'white'
        context.fillRect(0, 0, width, height)
        context.imageSmoothingQuality = 'high'
        context.drawImage(image, 0, 0, width, height)
        return context.getImageData(0, 0, width, height).data
      }) as [ImageDataArray, ImageDataArray]
      let apart = 0
      for (let i = 0; i < a.length; i += 4) if ([0, 1, 2].some((c) => Math.abs(a[i + c]! - b[i + c]!) > 64)) apart++
      return apart / (width * height)
    },
    { svg: svg.toString('base64'), png: png.toString('base64') },
  )
  await blank.close()
  return share
}

test('every kind of figure is composed and exported as it is seen; then the deck', async ({ page }) => {
  await page.goto(`${served.url}#/figures`)
  const preview = page.getByRole('region', { name: 'Preview' })
  const kinds = page.getByRole('group', { name: 'Kind of figure' }).getByRole('button')
  await expect(kinds).toHaveCount(7)
  await page.getByRole('checkbox', { name: 'PNG' }).check()
  for (const kind of await kinds.all()) {
    await kind.click()
    const missing = page.getByLabel('Where an evaluation is missing')
    if (await missing.isVisible()) {
      // Why there is nothing, and not the figure before.
      await expect(preview.getByRole('alert')).toBeVisible()
      await expect(preview.getByRole('img')).toHaveCount(0)
      await missing.selectOption({ label: 'measure 50 pictures' })
    }
    await expect(preview).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
    await expect(preview.getByRole('alert')).toHaveCount(0)
    await expect(preview.getByRole('img')).toBeVisible()
    const { svg, png } = await downloaded(page, () => page.keyboard.press('e'), 'svg', 'png')
    expect(svg.name).toMatch(/^brief_[a-z-]+_5_\d{8}-\d{6}\.svg$/)
    const shown = await preview.getByRole('img').getAttribute('alt')
    expect(svg.bytes.toString()).toContain(`<title>${shown}</title>`)
    expect(svg.bytes.toString()).toContain('@font-face')
    expect(await difference(page, svg.bytes, png.bytes), `${svg.name} in two renderers`).toBeLessThan(0.015)
  }

  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Brief & to the point')
  await page.getByRole('button', { name: 'transparent' }).click()
  await expect.poll(() => page.url()).toContain('ground=transparent')
  await page.reload()
  await expect(preview.getByRole('img', { name: 'Brief & to the point' })).toBeVisible()

  const { pptx: deck } = await downloaded(page, () => page.keyboard.press('d'), 'pptx')
  expect(deck.name).toMatch(/^brief_deck_5_.*\.pptx$/)
  const slides = Object.keys(unzipSync(deck.bytes)).filter((file) => /^ppt\/slides\/slide\d+\.xml$/.test(file))
  expect(slides).toHaveLength(11)
})

test('a gallery becomes a figure of the same pictures, with error maps on a scale of one’s own', async ({ page }) => {
  await page.goto(`${served.url}#/galleries?mask=random:0.3&baselines=nearest`)
  await expect(page.getByRole('button', { name: 'Add to figure' })).toBeEnabled()
  await page.keyboard.press('f')
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect.poll(() => page.url()).toMatch(/#\/figures\?.*kind=gallery/)
  await expect(preview).toHaveAttribute('aria-busy', 'false')
  const exported = async () => (await downloaded(page, () => page.keyboard.press('e'), 'svg')).svg.bytes.toString()
  const bare = await exported()
  expect(bare).toContain('Random p = 0.30')
  // By the numbers that the gallery has beside its rows.
  expect(bare.replace(/<[^>]+>\s*/g, ' ')).toMatch(/pictures 1, 2, 3, .* of the test split, picked/)
  expect(bare).toMatch(/>Nearest</i)
  expect(bare).not.toContain('Absolute error')

  await page.getByRole('group', { name: 'Error maps' }).getByText('shown').click()
  await page.getByLabel('Top of their scale').selectOption('0.5')
  await expect.poll(() => page.url()).toContain('errorTop=0.5')
  await expect(preview).toHaveAttribute('aria-busy', 'false')
  const mapped = await exported()
  expect(mapped).toContain('Absolute error')
  expect(mapped).toContain('>0.5<')

  // A picture cut short on its way through a mail.
  const masks = encodeURIComponent('[{"kind":"random","p":0.3}]')
  await page.goto(
    `${served.url}#/figures?kind=gallery&ownPicture=${encodeURIComponent('{"name":"own')}&masks=${masks}&title=Mailed`,
  )
  await expect(page.getByRole('alert')).toHaveText(
    /^The address is wrong at ownPicture: expected a picture’s name and its PNG.*"own"/,
  )
  await expect(preview.getByRole('img', { name: 'Mailed' })).toBeVisible()
  await expect.poll(() => page.url()).not.toContain('ownPicture=')
  expect(decodeURIComponent(page.url())).toContain('masks=[{"kind":"random","p":0.3}]')
})
