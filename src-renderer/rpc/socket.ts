import { takeToken } from './token.ts'

/** A WebSocket to where the page came from, once it is open. */
function openSocket(token: string | undefined): Promise<WebSocket> {
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:'
  const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`
  const socket = new WebSocket(`${scheme}//${window.location.host}/rpc${query}`)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket), { once: true })
    socket.addEventListener('error', () => reject(new Error('no connection')), { once: true })
  })
}

const token = takeToken()
/** Opened while the app's code is being fetched; none in Electron's window, which has a port. */
let early = window.lacuna?.port ? undefined : openSocket(token)
early?.catch(() => {}) // who takes it hears of it

/** The one that was opened early, then a new one each time. @throws when the other side cannot be reached */
export function takeSocket(): Promise<WebSocket> {
  const taken = early ?? openSocket(token)
  early = undefined
  return taken
}
