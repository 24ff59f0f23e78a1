import { EventEmitter } from 'node:events'
import type { WebContents, WebFrameMain } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { guardContents, isExternalLink, isGranted, isOurFrame } from './guards.ts'
import { pageAddress } from './page.ts'

function guarded() {
  const openExternal = vi.fn()
  let openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof openWindow) => {
      openWindow = handler
    },
  })
  guardContents(contents as unknown as WebContents, openExternal)
  const navigate = (name: string, url: string, isMainFrame = true) => {
    const preventDefault = vi.fn()
    contents.emit(name, { url, isMainFrame, preventDefault })
    return preventDefault.mock.calls.length > 0 ? 'stayed' : 'went'
  }
  return { openExternal, navigate, openWindow: (url: string) => openWindow({ url }) }
}

describe('guardContents', () => {
  it('lets the page move within itself', () => {
    const { navigate, openExternal } = guarded()
    expect(navigate('will-frame-navigate', `${pageAddress}#/new`)).toBe('went')
    expect(openExternal).not.toHaveBeenCalled()
  })

  it.each(['will-frame-navigate', 'will-redirect'])('stays at %s and hands links to the system’s browser', (name) => {
    const { navigate, openExternal } = guarded()
    expect(navigate(name, 'https://example.org/')).toBe('stayed')
    expect(navigate(name, 'file:///etc/passwd')).toBe('stayed')
    expect(navigate(name, 'https://framed.example/', false)).toBe('stayed')
    expect(openExternal.mock.calls).toEqual([['https://example.org/']])
  })

  it('opens no window, not even on the page itself', () => {
    const { openWindow, openExternal } = guarded()
    expect(openWindow('https://example.org/')).toEqual({ action: 'deny' })
    expect(openWindow(pageAddress)).toEqual({ action: 'deny' })
    expect(openExternal.mock.calls).toEqual([['https://example.org/']])
  })
})

describe('isOurFrame', () => {
  const top = { url: pageAddress, parent: null }
  it('takes the page and nothing else', () => {
    expect(isOurFrame(top)).toBe(true)
    expect(isOurFrame({ url: pageAddress, parent: top as unknown as WebFrameMain })).toBe(false)
    expect(isOurFrame({ url: 'https://example.org/', parent: null })).toBe(false)
    expect(isOurFrame(null)).toBe(false)
  })
})

describe('isExternalLink', () => {
  it('refuses what could start a program', () => {
    expect(
      ['https://a.org', 'mailto:a@b.org', 'file:///bin/sh', 'javascript:1', 'ms-settings:', 'nothing'].map(isExternalLink),
    ).toEqual([true, true, false, false, false, false])
  })
})

describe('isGranted', () => {
  it('lets our page copy pictures, and no page watch', () => {
    expect(isGranted('clipboard-sanitized-write', pageAddress)).toBe(true)
    expect(isGranted('clipboard-sanitized-write', 'https://example.org/')).toBe(false)
    expect(isGranted('clipboard-sanitized-write', undefined)).toBe(false)
    expect(isGranted('media', pageAddress)).toBe(false)
  })
})
