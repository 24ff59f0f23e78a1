import { EventEmitter } from 'node:events'
import type { IpcMain } from 'electron'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRpc, nothingServed } from '../../src-shared/contract/rpc.ts'
import { workbenchContract } from '../../src-shared/contract/workbench.ts'
import type { Workbench } from '../core/workbench.ts'
import { serveWindows } from './channel.ts'
import { connectMessage } from './connect-message.ts'
import { pageAddress } from './page.ts'
import { portPair } from './testing/port-pair.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

function served() {
  const ipc = new EventEmitter()
  const stopped = vi.fn()
  const pictures = new Uint8Array([0, 127, 255])
  const workbench = {
    handlers: {
      'datasets.pictures': () => ({ count: 1, size: 1, channels: 3, pictures }),
      'runs.get': () => {
        throw new Error('should not be reached')
      },
    },
    publishers: {
      runs: (since: number, emit: (sequence: number, message: unknown) => void) => {
        emit(since + 1, { runs: [], deleted: ['gone'] })
        return stopped
      },
    },
  } as unknown as Workbench
  serveWindows(ipc as unknown as IpcMain, workbench)
  const connect = (url = pageAddress) => {
    const { main, page } = portPair()
    ends.push(() => page.close())
    ipc.emit(connectMessage, { senderFrame: { url, parent: null }, ports: [main] })
    return { page, rpc: createRpc({ channel: page, ...nothingServed }, workbenchContract) }
  }
  return { connect, stopped }
}

describe('serveWindows', () => {
  it('answers calls, with typed arrays as they are', async () => {
    const { rpc } = served().connect()
    const answer = await rpc.call('datasets.pictures', { name: 'a', imageSize: 32, split: 'test', count: 1 })
    expect(answer.pictures).toEqual(new Uint8Array([0, 127, 255]))
  })

  it('publishes until the page is gone', async () => {
    const { connect, stopped } = served()
    const { rpc, page } = connect()
    const heard = await new Promise((resolve) =>
      rpc.listen('runs', 4, (message, sequence) => resolve([sequence, message.deleted])),
    )
    expect(heard).toEqual([5, ['gone']])
    page.close()
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce())
  })

  it('closes the port of a page that is not ours, unanswered', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { rpc } = served().connect('https://example.org/')
    await expect(rpc.call('runs.get', { run: 'latest' })).rejects.toMatchObject({ code: 'closed' })
    expect(complaint.mock.calls).toEqual([['refused a connection from https://example.org/']])
    complaint.mockRestore()
  })
})
