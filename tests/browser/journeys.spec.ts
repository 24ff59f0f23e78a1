import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { decode, encode } from 'fast-png'
import { drop } from '../support/drop.ts'
import { lacuna } from '../support/lacuna.ts'
import { type Served, serveWaves } from '../support/served.ts'

test.describe.configure({ mode: 'serial' })
let served: Served
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  served = await serveWaves('first', 'second')
  context = await browser.newContext({ viewport: { width: 1024, height: 700 }, acceptDownloads: true, reducedMotion: 'reduce' })
})
test.afterAll(async () => {
  await context.close()
  await served.close()
})
/** Whatever goes wrong in a page is a failure. */
test.beforeEach(async () => {
  page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
})
test.afterEach(() => page.close())

/** Opens a view, and waits for the workbench to be there. */
async function go(path: string): Promise<void> {
  await page.goto(`${served.url}#${path}`)
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
}
const queryOf = () => new URLSearchParams(new URL(page.url()).hash.split('?')[1] ?? '')

test('the worst picture is found in the gallery and goes along to Inpaint, by keys alone', async () => {
  await go('/galleries')
  const cells = page.getByRole('button', { name: /^Picture \d+, Random p = 0.50 .*, second: PSNR/ })
  await expect(cells.first()).toContainText(/\d/)
  await page.keyboard.press('w')
  await expect(page.getByText(/worst first by second/)).toBeVisible()
  let psnrs: number[] = []
  await expect(async () => {
    const figures = await cells.allTextContents()
    expect(figures.length).toBeGreaterThan(2)
    for (const figure of figures) expect(figure).toMatch(/\d/)
    psnrs = figures.map(Number)
    expect(psnrs).toEqual(psnrs.toSorted((a, b) => a - b))
  }).toPass({ timeout: 30_000 })

  const worst = Number(/^Picture (\d+)/.exec((await cells.first().getAttribute('aria-label'))!)![1])
  await cells.first().focus()
  await expect(page.getByText(/SSIM -?\d\.\d+/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: `Picture ${worst}` })).toBeVisible()
  await page.getByRole('button', { name: 'Inpaint by hand' }).press('Enter')
  await expect(page.getByRole('heading', { name: `test picture ${worst}` })).toBeVisible()
  const shown = page.getByTestId('result').filter({ hasText: 'second' }).locator('.psnr')
  // The same picture under the same mask: the same figure.
  await expect(shown).toContainText(psnrs[0]!.toFixed(1))
})

test('what an address says wrongly is told in one message and left out; the rest of it is shown', async () => {
  await go('/galleries?mask=circle:2&split=validation&order=wrost&among=all&runs=gone&baselines=nearest')
  const told = page.getByRole('alert')
  await expect(told).toHaveCount(1)
  await expect(told).toContainText('mask: unknown mask "circle:2": expected random:p, ')
  await expect(told).toContainText('order: expected first, worst, best, random, got "wrost"')
  await expect(told).toContainText('runs: expected a run of this database, got "gone"')
  await expect(page.getByRole('button', { name: /^Picture 1, .*second: PSNR/ }).first()).toContainText(/\d/)
  await expect.poll(() => [...queryOf().keys()].sort()).toEqual(['among', 'baselines', 'runs', 'split'])

  await go('/inpaint?picture=70&drawn=zz')
  await expect(told).toContainText('picture: expected a whole number from 0 to')
  await expect(told).toContainText('drawn: expected a drawn mask of 16×16')
  await expect(page.getByTestId('result').filter({ hasText: 'second' }).locator('.psnr')).toContainText(/\d/)
  await expect.poll(() => queryOf().get('drawn')).toBeNull()

  await go('/data?added=celebs')
  await expect(told).toContainText('added: expected ')
  await expect.poll(() => queryOf().get('added')).toBeNull()

  await page.evaluate(() => {
    window.location.hash = '#/galleries?colour=red'
  })
  await expect(told).toHaveText(/^The address is wrong at colour: not known in this view/)
  await page.keyboard.press('1')
  await expect(told).toHaveCount(0)
})

test('the list of runs is reached by an arrow key from wherever one comes', async () => {
  await go('/galleries')
  await page.keyboard.press('1')
  await expect(page.getByTestId('run-row').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/runs\/\w+/)
})

/** The pixels to be filled in of a mask file, as `column,row`. */
function filledIn(path: string): string[] {
  const { width, height, channels, data } = decode(readFileSync(path))
  expect([width, height, channels]).toEqual([16, 16, 1])
  return [...data.entries()].filter(([, value]) => value === 255).map(([i]) => `${i % 16},${Math.floor(i / 16)}`)
}
async function saveMask(name: string): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save mask' }).click()])
  const path = join(served.folder, name)
  await download.saveAs(path)
  return filledIn(path)
}

/** The canvas and the second run's figure, which is there. */
async function openInpaint() {
  await go('/inpaint')
  const result = page.getByTestId('result').filter({ hasText: 'second' }).locator('.psnr')
  await expect(result).toContainText(/\d/)
  return { canvas: page.getByTestId('mask-canvas'), result }
}

test('a mask is drawn, undone, saved, opened again, and refused in another size; a reload shows what was drawn', async () => {
  const { canvas, result } = await openInpaint()
  await page.keyboard.press('Backspace')
  await expect(page.getByText(/^p = 1\.00 \(100 % known\)✎/)).toBeVisible()
  await expect(result).toHaveText(/^–/)

  // By keys: from the middle, a brush of one pixel, two to the right.
  await page.keyboard.press('[')
  await page.keyboard.press('[')
  await canvas.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(result).toContainText(/\d/)
  expect(await saveMask('keys.png')).toEqual(['8,8', '9,8', '10,8'])

  // By pointer: left paints, right erases.
  const box = (await canvas.boundingBox())!
  const unit = box.width / 16
  const at = (x: number, y: number) => [box.x + (x + 0.5) * unit, box.y + (y + 0.5) * unit] as const
  await page.mouse.move(...at(2, 2))
  await page.mouse.down()
  await page.mouse.move(...at(2, 4), { steps: 4 })
  await page.mouse.up()
  await page.mouse.click(...at(9, 8), { button: 'right' })
  const drawn = ['2,2', '2,3', '2,4', '8,8', '10,8']
  expect(await saveMask('both.png')).toEqual(drawn)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  expect(await saveMask('undone.png')).toEqual(['8,8', '9,8', '10,8'])
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+Shift+z')
  expect(await saveMask('redone.png')).toEqual(drawn)

  await expect(page).toHaveURL(/drawn=/)
  // The figure follows the mask: what it says once it says the same for a while.
  const figures = ['']
  const settled = async () => figures.push((await result.textContent())!) && figures.at(-1) === figures.at(-2)
  await expect.poll(settled, { intervals: [1000] }).toBe(true)
  await page.reload()
  await expect(result).toHaveText(figures.at(-1)!)
  expect(await saveMask('reloaded.png')).toEqual(drawn)

  async function open(path: string) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('m')])
    await chooser.setFiles(path)
  }
  await open(join(served.folder, 'keys.png'))
  await expect.poll(() => saveMask('opened.png')).toEqual(['8,8', '9,8', '10,8'])
  const large = join(served.folder, 'large-mask.png')
  writeFileSync(large, encode({ width: 24, height: 16, channels: 1, data: new Uint8Array(24 * 16) }))
  await open(large)
  await expect(page.getByRole('alert')).toContainText('mask is 24×16, the run expects 16×16')
})

test('the mask is drawn on from near and moved along by wheel and Space, erased by X, and compared with the original by V', async () => {
  const { canvas, result } = await openInpaint()
  await page.keyboard.press('Backspace')
  for (const key of ['[', '[', ']', '[']) await page.keyboard.press(key)
  await expect(page.getByText('1 px')).toBeVisible()
  const box = (await canvas.boundingBox())!
  const at = (x: number, y: number) => [box.x + ((x + 0.5) / 16) * box.width, box.y + ((y + 0.5) / 16) * box.height] as const
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await page.mouse.move(...at(...from))
    await page.mouse.down()
    await page.mouse.move(...at(...to), { steps: 4 })
    await page.mouse.up()
  }

  // What is under the pointer stays there; the far corner goes out of sight, until it is dragged in.
  await page.mouse.move(...at(2, 2))
  for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, -100)
  await page.mouse.click(...at(2, 2))
  expect(await saveMask('near.png')).toEqual(['2,2'])
  await canvas.focus()
  await page.keyboard.down('Space')
  await drag([15, 15], [0, 0])
  await drag([15, 15], [0, 0])
  await page.keyboard.up('Space')
  await page.mouse.click(...at(15, 15))
  expect(await saveMask('moved.png')).toEqual(['2,2', '15,15'])
  await page.keyboard.press('Escape')
  await page.mouse.click(...at(8, 8))
  await page.keyboard.press('x')
  await page.mouse.click(...at(2, 2))
  expect(await saveMask('whole.png')).toEqual(['8,8', '15,15'])
  await page.keyboard.press('x')
  await page.keyboard.press('r')
  await drag([4, 4], [6, 5])
  expect(await saveMask('rectangle.png')).toEqual(['4,4', '5,4', '6,4', '4,5', '5,5', '6,5', '8,8', '15,15'])

  const shown = () => canvas.locator('canvas').evaluate((element) => (element as HTMLCanvasElement).toDataURL())
  const masked = await shown()
  await page.keyboard.down('v')
  await expect.poll(shown).not.toBe(masked)
  await page.keyboard.up('v')
  await expect.poll(shown).toBe(masked)

  // Not live, a result waits to be asked for.
  await page.keyboard.press('l')
  const before = await result.textContent()
  await page.keyboard.press('i')
  const fill = page.getByRole('button', { name: /^Fill/ })
  await expect(fill).toBeEnabled()
  await expect(result).toHaveText(before!)
  await page.keyboard.press('Shift+R')
  await expect(fill).toBeDisabled()
  await expect(result).not.toHaveText(before!)
})

test('a dropped picture and a dropped mask are taken; the result is copied, saved, also at the picture’s own size, and becomes a figure', async () => {
  const own = join(served.folder, 'own.png')
  const data = Uint8Array.from({ length: 40 * 24 * 3 }, (_, i) => (i * 7) % 251)
  writeFileSync(own, encode({ width: 40, height: 24, channels: 3, data }))
  const mask = join(served.folder, 'corner-mask.png')
  writeFileSync(mask, encode({ width: 16, height: 16, channels: 1, data: new Uint8Array(256).fill(255, 0, 4) }))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await go('/inpaint')
  const view = page.getByRole('main')
  await expect(page.getByRole('heading', { name: 'test picture 1' })).toBeVisible()
  await drop(view, own)
  await expect(page.getByRole('heading', { name: 'own.png' })).toBeVisible()
  await drop(view, mask)
  expect(await saveMask('dropped.png')).toEqual(['0,0', '1,0', '2,0', '3,0'])
  const result = page.getByTestId('result').filter({ hasText: 'second' }).locator('.psnr')
  await expect(result).toContainText(/\d/)

  await page.keyboard.press('c')
  await expect(page.getByText('second’s picture is on the clipboard.')).toBeVisible()
  const saved = async (key: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press(key)])
    return decode(readFileSync(await download.path()))
  }
  expect(await saved('s')).toMatchObject({ width: 16, height: 16 })
  const whole = await saved('Shift+S')
  expect(whole).toMatchObject({ width: 40, height: 24 })
  // Right of the middle nothing was cut out or missing.
  expect([...whole.data.slice(38 * whole.channels, 38 * whole.channels + 3)]).toEqual([...data.slice(38 * 3, 38 * 3 + 3)])

  const header = page.getByRole('heading', { name: 'Inpaint' }).locator('..')
  expect(await header.evaluate((element) => [element.scrollWidth - element.clientWidth, element.clientHeight])).toEqual([0, 32])
  await page.getByRole('button', { name: '×4' }).click()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: 'Add to figure f' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('f')
  await expect(page).toHaveURL(/#\/figures\?.*ownPicture=/)
  // The address holds all of it.
  await page.reload()
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview.getByRole('img')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Masks: Drawn by hand, p = 0.98 (98 % known)' })).toBeVisible()
  await expect(page.getByText('own.png', { exact: true })).toBeVisible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('e')])
  const figure = readFileSync(await download.path(), 'utf8')
  expect(figure).toContain('<title>Drawn by hand, p = 0.98 (98 % known)</title>')
  expect(figure).toContain('own picture own.png')
  expect(figure).toMatch(/second\s×4/)
  const said = ['masks', 'ownPicture', 'scale', 'baselines', 'errorMaps'].flatMap((name) => [
    '--set',
    `${name}=${queryOf().get(name)}`,
  ])
  const again = await lacuna(['figures', 'second', '--kinds', 'gallery', '--json', ...said], served.folder)
  expect(again.status, again.stderr).toBe(0)
  expect(readFileSync(again.events[0]!.file as string, 'utf8') === figure).toBe(true)

  const pictures = page.getByRole('group', { name: 'Pictures' })
  await pictures.getByText('usual').click()
  await page.getByRole('button', { name: '×1', exact: true }).click()
  await expect(page).not.toHaveURL(/ownPicture=|scale=/)
  await expect(preview.getByRole('img')).toHaveAttribute('alt', /Drawn by hand/)
  await pictures.getByText('own').click()
  await expect(page).toHaveURL(/ownPicture=/)
})

test('two pictures are picked on the map of latents and interpolated, by keys alone; a reload shows the same', async () => {
  await go('/latents')
  const map = page.getByTestId('latent-map')
  await expect(map).toHaveAccessibleName(/Map of [1-9]/)
  await map.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+Enter')
  const steps = page.getByTestId('interpolation').getByRole('button')
  await expect(steps).toHaveCount(9)
  const [from, to] = (await page.getByText(/^A, picture \d+ → B, picture \d+$/).textContent())!.match(/\d+/g)!
  expect(from).not.toBe(to)

  await steps.nth(6).press('Enter')
  await expect(page.getByText('75 % B')).toBeVisible()
  const slider = page.getByRole('slider', { name: 'Direction 1' })
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAttribute('aria-valuetext', '+0.1 σ')
  await expect(page.getByTestId('latent-latency')).toHaveText(/\d ms/)
  await expect(page).toHaveURL(/along=0\.1/)
  await expect(page).toHaveURL(/share=0\.75/)
  await page.reload()
  await expect(page.getByText('75 % B')).toBeVisible()
  await expect(slider).toHaveAttribute('aria-valuetext', '+0.1 σ')
  await expect(steps).toHaveCount(9)
})

test('who comes back to the latents with another picture sees that one', async () => {
  const nearest = page.getByRole('button', { name: / away: begin there$/ }).first()
  await go('/latents?picture=2')
  await expect(nearest).toHaveAccessibleName(/^Picture 3, 0\.00 away/)
  await page.keyboard.press('5')
  await page.getByRole('region', { name: 'Test pictures' }).getByRole('button', { name: 'Picture 6' }).click()
  await page.keyboard.press('6')
  await expect(page.getByText('from picture 6')).toBeVisible()
  await expect(nearest).toHaveAccessibleName(/^Picture 6, 0\.00 away/)
})

test('a sweep is launched from the form, shows as a group, and its runs go together into the comparison', async () => {
  await go('/new?dataset=waves')
  for (const [name, value] of [
    ['Image size', '16'],
    ['Batch size', '8'],
    ['Steps', '5'],
  ]) {
    const field = page.getByLabel(name!, { exact: true })
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value!)
    else await field.fill(value!)
  }
  await page.getByRole('textbox', { name: 'Name' }).fill('smoothness')
  await page.getByRole('combobox', { name: 'Vary a hyperparameter' }).selectOption('beta')
  await page.getByRole('textbox', { name: /^β/ }).last().fill('0, 0.1')
  await expect(page.getByText('2 runs, queued as one group')).toBeVisible()
  await page.keyboard.press('Control+Enter')

  const group = page.getByTestId('sweep-row')
  await expect(group).toContainText('2 runs')
  const rows = page.getByTestId('run-row')
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: 'finished' })).toHaveCount(2, { timeout: 60_000 })
  await group.locator('[data-row]').focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Compare 2 runs' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(rows.first().getByRole('link')).toBeFocused()
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Compare' })).toBeVisible()
  expect(queryOf().get('runs')?.split(',')).toHaveLength(2)
})
