import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, ipcMain, Menu, net, protocol, session, shell } from 'electron'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { programRoot } from '../core/program.ts'
import { openWorkbench, type Workbench } from '../core/workbench.ts'
import { parseArguments, profileFolder } from './arguments.ts'
import { serveWindows } from './channel.ts'
import { closeBeforeQuit } from './closing.ts'
import { serveFolderPicker } from './folder-picker.ts'
import { guardContents, isGranted } from './guards.ts'
import { menuTemplate } from './menu.ts'
import { createPageHandler, pageAddress, pageScheme } from './page.ts'
import { openWindow } from './window.ts'

/** The Electron shell: a window, native menus and the workbench core behind a port. No logic of the workbench stands here. */
const { database, dataFolder } = parseArguments(process.argv, process.cwd())
const profile = profileFolder(app.getPath('appData'), database)
app.setPath('userData', profile)

let window: BrowserWindow | undefined
let workbench: Workbench | undefined

if (app.requestSingleInstanceLock()) {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  app.on('web-contents-created', (_, contents) => guardContents(contents, (address) => shell.openExternal(address)))
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  closeBeforeQuit(app, async () => workbench?.close())
  app.whenReady().then(start).catch(fail)
} else {
  app.quit()
}

async function start(): Promise<void> {
  const pages = join(programRoot, 'out', 'renderer')
  if (!existsSync(join(pages, 'index.html'))) {
    throw new WorkbenchError('no-renderer', `the page is not built (expected in ${pages}): run npm run build:renderer`)
  }
  protocol.handle(
    pageScheme,
    createPageHandler(pages, (address) => net.fetch(address)),
  )
  session.defaultSession.setPermissionRequestHandler((_, permission, answer, { requestingUrl }) =>
    answer(isGranted(permission, requestingUrl)),
  )
  session.defaultSession.setPermissionCheckHandler((contents, permission) => isGranted(permission, contents?.getURL()))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, { newRun: () => void window?.loadURL(`${pageAddress}#/new`) })),
  )
  workbench = await openWorkbench({ database, dataFolder, adoptsQueue: true, allowedRoots: null })
  serveWindows(ipcMain, workbench)
  serveFolderPicker(ipcMain, dialog)
  window = openWindow(profile)
}

function fail(error: unknown): void {
  console.error(error instanceof WorkbenchError ? `lacuna: ${error.message}` : error)
  dialog.showErrorBox('Lacuna cannot open', messageOf(error))
  app.exit(1)
}
