import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron'
import { type Channel, createRpc } from '../../src-shared/contract/rpc.ts'
import { workbenchContract } from '../../src-shared/contract/workbench.ts'
import type { Workbench } from '../core/workbench.ts'
import { connectMessage } from './connect-message.ts'
import { isOurFrame } from './guards.ts'

/** The main process's end of a page's port. Structured cloning carries typed arrays and NaN as they are. */
function portChannel(port: MessagePortMain): Channel {
  let open = true
  port.once('close', () => {
    open = false
  })
  return {
    post: (message) => {
      if (open) port.postMessage(message)
    },
    listen: (onMessage) => {
      port.on('message', ({ data }) => onMessage(data))
      port.start()
    },
    onClose: (callback) => port.once('close', callback),
  }
}

/** Serves the workbench to every page of ours that connects; a reloaded page closes its old port and connects again. */
export function serveWindows(ipc: Pick<IpcMain, 'on'>, workbench: Pick<Workbench, 'handlers' | 'publishers'>): void {
  ipc.on(connectMessage, ({ senderFrame, ports }: IpcMainEvent) => {
    const [port] = ports
    if (!port) return
    if (!isOurFrame(senderFrame)) {
      console.error(`refused a connection from ${senderFrame?.url ?? 'a frame that is gone'}`)
      port.close()
      return
    }
    createRpc(
      {
        channel: portChannel(port),
        contract: workbenchContract,
        handlers: workbench.handlers,
        publishers: workbench.publishers,
        onDefect: (error, name) => console.error(`${name}:`, error),
      },
      { calls: {}, topics: {} },
    )
  })
}
