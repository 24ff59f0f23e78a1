import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { connectMessage } from './connect-message.ts'
import { pickFolderMessage } from './pick-folder-message.ts'

/**
 * Runs before the page, in a world of its own: gives the page one port to the workbench, the
 * system's dialog for a folder, where dropped files are, and nothing else of Electron.
 */
const { port1: port, port2: far } = new MessageChannel()
ipcRenderer.postMessage(connectMessage, null, [far])

contextBridge.exposeInMainWorld('lacuna', {
  port: {
    post: (message: unknown) => port.postMessage(message),
    listen: (onMessage: (message: unknown) => void) => {
      port.addEventListener('message', (event) => onMessage((event as MessageEvent).data))
      port.start()
    },
    // Electron's ports, like Chromium's, tell when the other end is gone.
    onClose: (callback: () => void) => port.addEventListener('close', () => callback(), { once: true }),
  },
  pickFolder: (): Promise<string | null> => ipcRenderer.invoke(pickFolderMessage),
  pathOf: (file: File): string => webUtils.getPathForFile(file),
})
