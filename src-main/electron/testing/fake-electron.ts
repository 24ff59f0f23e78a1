import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

/** As much of Electron as the shell uses, without windows: for a Node process that runs the built main process. */

class FakeApp extends EventEmitter {
  readonly paths = new Map([['appData', process.env.FAKE_APP_DATA ?? tmpdir()]])
  getPath(name: string) {
    return this.paths.get(name)
  }
  setPath(name: string, path: string) {
    this.paths.set(name, path)
  }
  requestSingleInstanceLock() {
    return process.env.FAKE_SECOND_INSTANCE === undefined
  }
  enableSandbox() {}
  whenReady() {
    return Promise.resolve()
  }
  quit() {
    let held = false
    this.emit('will-quit', {
      preventDefault() {
        held = true
      },
    })
    if (!held) this.exit(0)
  }
  exit(status: number) {
    process.exit(status)
  }
}
export const app = new FakeApp()

class FakeContents extends EventEmitter {
  setWindowOpenHandler() {}
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new FakeContents()
  readonly options: Record<string, unknown>
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(address: string) {
    app.emit('fake-load', this, address)
    return Promise.resolve()
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1300, height: 800 }
  }
  isMaximized() {
    return false
  }
  isMinimized() {
    return false
  }
  maximize() {}
  restore() {}
  focus() {}
  show() {}
  /** As a person closing it. */
  close() {
    this.emit('close')
    app.emit('window-all-closed')
  }
}

type PageHandler = (request: { url: string; method: string }) => Promise<Response>
export const handlers = new Map<string, PageHandler>()
export const protocol = {
  registerSchemesAsPrivileged() {},
  handle(scheme: string, handler: PageHandler) {
    handlers.set(scheme, handler)
  },
}

export const net = {
  async fetch(address: string) {
    return new Response(await readFile(fileURLToPath(address)))
  },
}

export const ipcMain = Object.assign(new EventEmitter(), { handle() {} })
export const dialog = { showErrorBox() {}, showOpenDialog: async () => ({ filePaths: [] }) }
export const nativeTheme = { shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const session = { defaultSession: { setPermissionRequestHandler() {}, setPermissionCheckHandler() {} } }
export const shell = { openExternal: () => Promise.resolve() }
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu() {} }
