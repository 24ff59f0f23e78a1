import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { programRoot } from '../core/program.ts'
import { pageAddress } from './page.ts'
import { placeWindow, readWindowState, saveWindowState, smallestWindow } from './window-state.ts'

/** The page's ground in both themes, so that it does not flash while the page loads. */
const ground = { light: '#faf9f6', dark: '#15161a' }

/**
 * Opens the workbench's window where it last stood.
 *
 * @param profile the folder that remembers it
 */
export function openWindow(profile: string): BrowserWindow {
  const stateFile = join(profile, 'window.json')
  const { maximized, ...bounds } = placeWindow(
    readWindowState(stateFile),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Lacuna',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    show: false,
    webPreferences: {
      preload: join(programRoot, 'out', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => saveWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))
  void window.loadURL(pageAddress)
  return window
}
