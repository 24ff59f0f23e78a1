import { expect, test } from '@playwright/test'
import { everyMask } from '../../src-shared/evaluation/masks.ts'
import { type Served, serveWaves } from '../support/served.ts'

let served: Served
test.beforeAll(async () => {
  served = await serveWaves('brief')
})
test.afterAll(() => served.close())

test('a run is evaluated from its page: curves, the best baseline marked, the pictures behind a figure; all still there later', async ({
  page,
}) => {
  await page.goto(`${served.url}#/runs/brief`)
  const panel = page.getByRole('region', { name: 'Evaluation' })
  await panel.getByRole('button', { name: 'Evaluate' }).click()
  await expect(panel.getByRole('button', { name: 'Evaluated' })).toBeDisabled()

  const table = panel.getByRole('table', { name: 'PSNR by mask and method' })
  await expect(table.getByRole('row')).toHaveCount(8)
  await expect(table.getByRole('img', { name: 'best baseline' })).toHaveCount(7)
  const all = table.getByRole('row').filter({ hasText: 'All missing' })
  await expect(all).toContainText('outside training')
  await expect(all).toContainText('–')
  await expect(panel).not.toContainText('NaN')
  await expect(panel.getByRole('img', { name: /^PSNR in dB by p, random masks\. model at 0\.1: \d/ })).toBeVisible()
  await expect(panel.getByRole('img', { name: /^PSNR in dB by distance\. model at 1: \d/ })).toBeVisible()

  await table.getByRole('row').filter({ hasText: 'p = 0.30' }).getByRole('button').first().click()
  const extremes = panel.getByRole('region', { name: 'Worst and best pictures of brief' })
  await expect(extremes.getByRole('listitem')).toHaveCount(10)
  const psnrs = (await extremes.locator('.psnr').allTextContents()).map(Number)
  expect(psnrs.slice(0, 5)).toEqual(psnrs.slice(0, 5).toSorted((a, b) => a - b))
  expect([psnrs[0], psnrs[5]]).toEqual([Math.min(...psnrs), Math.max(...psnrs)])

  await page.reload()
  await expect(panel.getByRole('button', { name: 'Evaluated' })).toBeVisible()

  await panel.getByRole('button', { name: 'all kinds' }).click()
  await panel.getByRole('button', { name: 'Go on' }).click()
  await expect(panel.getByRole('button', { name: 'Evaluated' })).toBeDisabled()
  await expect(table.getByRole('row')).toHaveCount(1 + everyMask.length)
})
