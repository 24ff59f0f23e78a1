import type { Dialog, IpcMain } from 'electron'
import { isOurFrame } from './guards.ts'
import { pickFolderMessage } from './pick-folder-message.ts'

/** Lets our page ask for a folder in the system's own dialog; null when none was chosen, or another frame asks. */
export function serveFolderPicker(ipc: Pick<IpcMain, 'handle'>, dialog: Pick<Dialog, 'showOpenDialog'>): void {
  ipc.handle(pickFolderMessage, async ({ senderFrame }): Promise<string | null> => {
    if (!isOurFrame(senderFrame)) return null
    const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] })
    return filePaths[0] ?? null
  })
}
