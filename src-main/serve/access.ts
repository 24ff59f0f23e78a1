import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may come in: only with the token, only by an address that is ours, only from a page that is ours. */
export interface Access {
  readonly token: string
  /** Host headers accepted, such as "127.0.0.1:8787". DNS rebinding sends another. */
  readonly hosts: ReadonlySet<string>
}

export type Refusal = { status: 401 | 403; reason: string }

const cookieName = (port: number) => `lacuna-${port}`

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}

/** Host names under which a server bound to `host` is reached. */
export function acceptedHosts(host: string, port: number): Set<string> {
  const names =
    host === '127.0.0.1' || host === 'localhost' || host === '::1'
      ? ['127.0.0.1', 'localhost', '[::1]']
      : [host, '127.0.0.1', 'localhost']
  return new Set(names.map((name) => `${name}:${port}`))
}

/** The token of a request: in the address, or in the cookie that a page opened with it was given. */
function presentedToken(request: IncomingMessage, port: number): string | undefined {
  const inAddress = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token')
  if (inAddress !== null) return inAddress
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === cookieName(port) && value) return decodeURIComponent(value)
  }
  return undefined
}

/** The cookie that lets a page opened with the token load its parts and be reloaded. */
export function tokenCookie(token: string, port: number): string {
  return `${cookieName(port)}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`
}

/**
 * Checks a request, page and WebSocket upgrade alike, before anything is read of it.
 *
 * @returns why it is refused, or undefined
 */
export function refusal(request: IncomingMessage, access: Access, port: number): Refusal | undefined {
  const host = request.headers.host?.toLowerCase()
  if (!host || !access.hosts.has(host))
    return { status: 403, reason: `host "${host ?? ''}" is not this server's: open the address that lacuna serve printed` }
  const { origin } = request.headers
  if (origin !== undefined && !access.hosts.has(origin.toLowerCase().replace(/^https?:\/\//, ''))) {
    return { status: 403, reason: `origin "${origin}" may not talk to this server` }
  }
  if (!sameText(presentedToken(request, port) ?? '', access.token)) {
    return { status: 401, reason: 'the token is missing or wrong: open the address that lacuna serve printed, with its ?token=…' }
  }
  return undefined
}
