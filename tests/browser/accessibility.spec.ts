import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { lacuna, type ServedLacuna, serveLacuna, temporaryFolder } from '../support/lacuna.ts'

const folder = temporaryFolder()
let server: ServedLacuna | undefined

test.beforeAll(async () => {
  const trained = await lacuna(['train', '--steps', '25', '--set', 'batchSize=8', '--name', 'seen', '--json'], folder.path)
  expect(trained.stderr).toBe('')
  server = await serveLacuna(folder.path)
})
test.afterAll(async () => {
  await server?.close()
  folder.remove()
})

/** Every view, and what says that it has come. */
const views = [
  { path: '/runs', ready: 'seen' },
  { path: '/runs/seen', ready: 'Training loss' },
  { path: '/new', ready: 'New run' },
  { path: '/data', ready: 'Synthetic faces' },
  { path: '/data/add', ready: 'Add data' },
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds no serious problem in any view, ${colorScheme}`, async ({ browser }) => {
    const page = await (await browser.newContext({ colorScheme, reducedMotion: 'reduce' })).newPage()
    await page.goto(server!.url)
    for (const { path, ready } of views) {
      await page.goto(`${server!.url}#${path}`)
      await expect(page.locator('main').getByText(ready).first()).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${path}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`)
      expect(serious).toEqual([])
    }
  })
}
