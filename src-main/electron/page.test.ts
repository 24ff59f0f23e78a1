import { describe, expect, it } from 'vitest'
import { createPageHandler, isPageAddress, pageAddress } from './page.ts'

describe('isPageAddress', () => {
  it('knows the page by scheme and host together', () => {
    expect(isPageAddress(`${pageAddress}#/runs/1`)).toBe(true)
    for (const other of [
      'lacuna://elsewhere/index.html',
      'https://workbench/index.html',
      'file:///index.html',
      'about:blank',
      '',
    ]) {
      expect(isPageAddress(other), other).toBe(false)
    }
  })
})

describe('createPageHandler', () => {
  const handle = createPageHandler('/pages', async (address) => {
    if (!address.endsWith('/index.html')) throw new Error('ERR_FILE_NOT_FOUND')
    return new Response('the page', { headers: { 'Content-Type': 'text/html' } })
  })

  it('gives every answer a content security policy', async () => {
    for (const [url, status] of [
      [pageAddress, 200],
      ['lacuna://workbench/none.js', 404],
    ] as const) {
      const answer = await handle({ url, method: 'GET' })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'self'")
    }
  })

  it('keeps the media type, which scripts need', async () => {
    const answer = await handle({ url: pageAddress, method: 'GET' })
    expect([answer.headers.get('Content-Type'), await answer.text()]).toEqual(['text/html', 'the page'])
  })

  it('answers nothing but reading', async () => {
    expect((await handle({ url: pageAddress, method: 'POST' })).status).toBe(405)
  })
})
