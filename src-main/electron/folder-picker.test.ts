import type { Dialog, IpcMain } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { serveFolderPicker } from './folder-picker.ts'
import { pageAddress } from './page.ts'

type Answer = (event: { senderFrame: unknown }) => Promise<string | null>

/** Asks from a frame, and says what was answered and whether a dialog was opened. */
async function ask(senderFrame: unknown, filePaths: string[]) {
  const handlers = new Map<string, Answer>()
  const showOpenDialog = vi.fn(async () => ({ canceled: filePaths.length === 0, filePaths }))
  const ipc = { handle: (name: string, answer: Answer) => void handlers.set(name, answer) }
  serveFolderPicker(ipc as unknown as Pick<IpcMain, 'handle'>, { showOpenDialog } as unknown as Pick<Dialog, 'showOpenDialog'>)
  const [answer] = handlers.values()
  return { folder: await answer!({ senderFrame }), asked: showOpenDialog.mock.calls.length }
}

describe('serveFolderPicker', () => {
  const page = { parent: null, url: pageAddress }
  it('answers the chosen folder, or null', async () => {
    expect(await ask(page, ['/home/me/pictures'])).toEqual({ folder: '/home/me/pictures', asked: 1 })
    expect(await ask(page, [])).toEqual({ folder: null, asked: 1 })
  })
  it('opens no dialog for a frame that is not ours', async () => {
    expect(await ask({ parent: null, url: 'https://example.org/' }, ['/etc'])).toEqual({ folder: null, asked: 0 })
    expect(await ask(null, ['/etc'])).toEqual({ folder: null, asked: 0 })
  })
})
