import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { encode } from 'fast-png'
import { everyMask } from '../../src-shared/evaluation/masks.ts'
import { lacuna, type ServedLacuna, serveLacuna, temporaryFolder } from '../support/lacuna.ts'

const folder = temporaryFolder()
let server: ServedLacuna | undefined

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
  server = await serveLacuna(folder.path)
})
test.afterAll(async () => {
  await server?.close()
  folder.remove()
})

test('a run is evaluated from its page: curves, the best baseline marked, the pictures behind a figure; all still there later', async ({
  page,
}) => {
  await page.goto(`${server!.url}#/runs/brief`)
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
