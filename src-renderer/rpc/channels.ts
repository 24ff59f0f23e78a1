import { decodeMessage, encodeMessage } from '../../src-shared/contract/codec.ts'
import type { Channel } from '../../src-shared/contract/rpc.ts'
import { takeSocket } from './socket.ts'

/** Opens one channel to the core. @throws when the other side cannot be reached */
export type OpenChannel = () => Promise<Channel>

async function openSocketChannel(): Promise<Channel> {
  const socket = await takeSocket()
  // One that was opened early may be gone by now.
  if (socket.readyState !== WebSocket.OPEN) throw new Error('no connection')
  return {
    post: (message) => socket.send(encodeMessage(message)),
    listen: (onMessage) =>
      socket.addEventListener('message', ({ data }) => onMessage(decodeMessage(new Uint8Array(data as ArrayBuffer)))),
    onClose: (callback) => socket.addEventListener('close', callback, { once: true }),
  }
}

/** The window's port where Electron exposes one, else a WebSocket. */
export const openChannel: OpenChannel = async () => window.lacuna?.port ?? openSocketChannel()
