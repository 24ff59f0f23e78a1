import { decodeMessage, encodeMessage } from '../../src-shared/contract/codec.ts'
import type { Channel } from '../../src-shared/contract/rpc.ts'

/** Opens one channel to the core. @throws when the other side cannot be reached */
export type OpenChannel = () => Promise<Channel>

/** A WebSocket to where the page came from. */
export function openSocket(token: string | undefined): Promise<Channel> {
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:'
  const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`
  const socket = new WebSocket(`${scheme}//${window.location.host}/rpc${query}`)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('no connection')), { once: true })
    socket.addEventListener('open', () => {
      resolve({
        post: (message) => socket.send(encodeMessage(message)),
        listen: (onMessage) =>
          socket.addEventListener('message', ({ data }) => onMessage(decodeMessage(new Uint8Array(data as ArrayBuffer)))),
        onClose: (callback) => socket.addEventListener('close', callback, { once: true }),
      })
    })
  })
}

/** The window's port where Electron exposes one, else a WebSocket. */
export function channelOpener(token: string | undefined): OpenChannel {
  const port = window.lacuna?.port
  return port ? async () => port : () => openSocket(token)
}
