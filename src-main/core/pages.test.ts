import { expect, it } from 'vitest'
import { pageFile } from './pages.ts'

it('names a file of the page and stays inside its folder', () => {
  expect(pageFile('/pages', '/')).toBe('/pages/index.html')
  expect(pageFile('/pages', '/assets/a%20b.js')).toBe('/pages/assets/a b.js')
  for (const path of ['/..%2fsecret', '/assets/..%2f..%2fpages-2/secret', '/../../etc/passwd', '/%00', '/%zz']) {
    expect(pageFile('/pages', path), path).toBeUndefined()
  }
})
