import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { decodeMessage } from '../../src-shared/contract/codec.ts'
import { lacuna, type ServedLacuna, serveLacuna, temporaryFolder } from '../support/lacuna.ts'
import { addWaves, onWaves } from '../support/pictures.ts'

/** Two runs that differ in β, trained by the command line, side by side. */
const folder = temporaryFolder()
let server: ServedLacuna | undefined

test.beforeAll(async () => {
  await addWaves(folder.path)
  for (const beta of ['0.01', '0.3']) {
    const brief = ['--steps', '25', '--set', `beta=${beta}`, '--name', `beta ${beta}`]
    expect(await lacuna(['train', ...onWaves, ...brief], folder.path)).toMatchObject({ status: 0 })
  }
  server = await serveLacuna(folder.path)
})
test.afterAll(async () => {
  await server?.close()
  folder.remove()
})

const row = (page: Page, name: string) =>
  page.getByRole('region', { name: 'What differs' }).getByRole('row').filter({ hasText: name })
/** What stands beside a run's best PSNR: how much better than the baseline's, in dB. */
async function gain(page: Page, name: string): Promise<number> {
  const text = await row(page, name).locator('.difference').first().textContent()
  return Number(text!.replace('−', '-').replace('±', ''))
}
/** The pixels of a run's pictures. */
const pictures = (page: Page) =>
  page
    .getByRole('region', { name: 'Same picture, same masks' })
    .locator('tbody canvas')
    .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()).join())

test('two runs of a sweep are compared by keyboard; a reload shows the same; the table goes out as CSV and LaTeX', async ({
  page,
}) => {
  await page.goto(`${server!.url}#/runs`)
  await page.getByTestId('run-row').first().getByRole('link').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('c')

  const differs = page.getByRole('region', { name: 'What differs' })
  await expect(differs.getByRole('columnheader', { name: 'β' })).toBeVisible()
  await expect(differs.getByRole('columnheader', { name: /learning rate|batch|seed/ })).toHaveCount(0)
  for (const title of ['Training loss', 'Validation PSNR']) {
    await expect(page.getByRole('region', { name: title }).locator('canvas')).toHaveAccessibleName(
      /beta 0\.01 \d.*beta 0\.3 \d|beta 0\.3 \d.*beta 0\.01 \d/,
    )
  }

  const database = new Database(join(folder.path, 'experiments.db'), { readonly: true })
  const best = new Map(database.prepare('SELECT name, bestPsnr FROM runs').raw().all() as [string, number][])
  database.close()
  const apart = best.get('beta 0.3')! - best.get('beta 0.01')!
  await row(page, 'beta 0.01').getByRole('radio').check()
  expect(await gain(page, 'beta 0.3')).toBeCloseTo(apart, 0)
  await row(page, 'beta 0.3').getByRole('radio').check()
  expect(await gain(page, 'beta 0.01')).toBeCloseTo(-apart, 0)

  const same = page.getByRole('region', { name: 'Same picture, same masks' })
  await expect(same.getByRole('slider')).toHaveAttribute('aria-valuetext', 'step 25')
  await expect(same.locator('tbody canvas')).toHaveCount(16)
  const last = await pictures(page)
  await page.keyboard.press('[')
  await expect(same.getByRole('slider')).toHaveAttribute('aria-valuetext', 'step 5')
  await expect.poll(() => pictures(page)).not.toBe(last)
  await page.keyboard.press('.')
  await expect(same.getByText('picture 2 of')).toBeVisible()

  await expect(page).toHaveURL(/step=5.*sample=1|sample=1.*step=5/)
  await page.reload()
  await expect(same.getByRole('slider')).toHaveAttribute('aria-valuetext', 'step 5')
  await expect(same.getByText('picture 2 of')).toBeVisible()
  await expect(row(page, 'beta 0.3').getByRole('radio')).toBeChecked()

  const saved = async (item: string) => {
    await page.getByRole('button', { name: 'Export table' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
    return readFileSync(await download.path(), 'utf8')
  }
  const [heads, ...rows] = (await saved('Save as CSV')).trim().split('\r\n')
  expect(heads).toContain('β')
  expect(heads).toContain('"PSNR, random 0.5 (dB)"')
  for (const [name, psnr] of best) expect(rows.find((line) => line.includes(name))).toContain(String(psnr))
  const latex = await saved('Save as LaTeX')
  expect(latex).toContain('\\begin{tabular}')
  expect(latex).toMatch(/\$\\beta\$/)
  expect(latex.match(/\\textbf\{/g)?.length).toBeGreaterThan(0)
})

/** What crosses the WebSocket: a call by its name, or the answer to one. */
interface Frame {
  i: string
  t: 'q' | 's'
  a: [id: number, name: string, input: { name?: string }]
}

test('a link to a comparison asks for its curves before it is told of the runs, and once', async ({ page }) => {
  const asked: string[] = []
  let list = ''
  await page.routeWebSocket(/\/rpc/, (socket) => {
    const core = socket.connectToServer()
    const held: Buffer[] = []
    socket.onMessage((message) => {
      const { i, t, a } = decodeMessage(message as Buffer) as Frame
      if (t === 'q' && a[1] === 'runs.list') list = i
      if (t === 'q' && a[1] === 'compare.curves') asked.push(a[2].name!)
      core.send(message)
      if (asked.length > 0) for (const answer of held.splice(0)) socket.send(answer)
    })
    core.onMessage((message) => {
      const { i, t } = decodeMessage(message as Buffer) as Frame
      if (t === 's' && i === list && asked.length === 0) held.push(message as Buffer)
      else socket.send(message)
    })
  })
  const database = new Database(join(folder.path, 'experiments.db'), { readonly: true })
  const ids = database.prepare('SELECT id FROM runs').pluck().all().join()
  database.close()
  await page.goto(`${server!.url}#/compare?runs=${ids}`)
  for (const title of ['Training loss', 'Validation PSNR']) {
    await expect(page.getByRole('region', { name: title }).locator('canvas')).toHaveAccessibleName(/beta 0\.01 \d/)
  }
  await expect(page.getByRole('region', { name: 'Same picture, same masks' }).locator('tbody canvas')).toHaveCount(16)
  expect(asked).toEqual(['loss', 'val/psnr/random:0.5'])
})
