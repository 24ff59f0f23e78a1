import type { WebContents, WebFrameMain } from 'electron'
import { isPageAddress } from './page.ts'

/** What the page may ask the system for; everything else (camera, location, …) is refused. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** @param frame that asks, if it is still there */
export function isGranted(permission: string, frame: string | undefined): boolean {
  return grantedPermissions.has(permission) && frame !== undefined && isPageAddress(frame)
}

/** Whether a message comes from our page itself: not from a frame inside it, nor from another page. */
export function isOurFrame(frame: Pick<WebFrameMain, 'parent' | 'url'> | null): boolean {
  return frame !== null && frame.parent === null && isPageAddress(frame.url)
}

/** Links that the system's browser or mail program may open. Others, such as file:, could start programs. */
export function isExternalLink(address: string): boolean {
  return ['https:', 'http:', 'mailto:'].includes(URL.parse(address)?.protocol ?? '')
}

/** Keeps a page's contents where they are: other addresses go to the system's browser, other windows and webviews nowhere. */
export function guardContents(contents: WebContents, openExternal: (address: string) => unknown): void {
  const leave = (address: string) => {
    if (isExternalLink(address)) openExternal(address)
  }
  const stay = (event: { url: string; isMainFrame: boolean; preventDefault(): void }) => {
    if (isPageAddress(event.url)) return
    event.preventDefault()
    if (event.isMainFrame) leave(event.url)
  }
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    leave(url)
    return { action: 'deny' }
  })
}
