import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { decodeMessage, encodeMessage } from '../../src-shared/contract/codec.ts'
import { type Channel, createRpc } from '../../src-shared/contract/rpc.ts'
import { workbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { pageFile, pageHeaders } from '../core/pages.ts'
import { programRoot } from '../core/program.ts'
import type { Workbench } from '../core/workbench.ts'
import { type Access, acceptedHosts, refusal, tokenCookie } from './access.ts'

export interface ServeOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Made up when absent. */
  readonly token?: string | undefined
}

export interface Server {
  /** With the token: who has it, has the workbench. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Largest message a browser may send: pictures go up, nothing larger. */
const maxMessageBytes = 64 * 1024 * 1024

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** The address has the token in it and must not be told to anyone. */
const headers = { ...pageHeaders, 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' }
/** Of the page's own files: their names tell their contents, so that a reload asks for none of them and finds their code compiled. */
const keptFor = 'private, max-age=31536000, immutable'
const isAsset = (pathname: string) => pathname.startsWith('/assets/')

function socketChannel(socket: WebSocket): Channel {
  return {
    post: (message) => socket.send(encodeMessage(message)),
    listen: (onMessage) =>
      socket.on('message', (data: Buffer, isBinary) => {
        try {
          if (!isBinary) throw new Error('expected binary frames')
          onMessage(decodeMessage(new Uint8Array(data)))
        } catch {
          socket.close(1003, 'not a message of this program')
        }
      }),
    onClose: (callback) => socket.once('close', callback),
  }
}

/**
 * Serves the workbench to browsers: the built page over HTTP, the contract over a WebSocket at /rpc.
 *
 * @throws WorkbenchError `no-renderer` when the page is not built, `port` when the port is taken
 */
export async function serve(workbench: Workbench, options: ServeOptions): Promise<Server> {
  const pages = join(programRoot, 'out', 'renderer')
  await stat(join(pages, 'index.html')).catch(() => {
    throw new WorkbenchError(
      'no-renderer',
      `the page is not built (expected ${join(pages, 'index.html')}): run npm ci, or npm run build:renderer`,
    )
  })
  const token = options.token ?? randomBytes(24).toString('base64url')
  let access: Access = { token, hosts: new Set() }
  let port = options.port

  const http = createServer((request, response) => {
    const refused = refusal(request, access, port)
    if (refused) {
      response.writeHead(refused.status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${refused.reason}\n`)
      return
    }
    void sendFile(request, response)
  })

  async function sendFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end()
      return
    }
    const file = pageFile(pages, pathname)
    const info = file ? await stat(file).catch(() => undefined) : undefined
    if (!file || !info?.isFile()) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end('not found\n')
      return
    }
    response.writeHead(200, {
      ...headers,
      'Content-Type': mediaTypes[extname(file)] ?? 'application/octet-stream',
      'Content-Length': info.size,
      ...(isAsset(pathname) && { 'Cache-Control': keptFor }),
      ...(searchParams.has('token') ? { 'Set-Cookie': tokenCookie(token, port) } : {}),
    })
    if (request.method === 'HEAD') response.end()
    else createReadStream(file).pipe(response)
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused =
      refusal(request, access, port) ??
      (request.url?.split('?')[0] === '/rpc' ? undefined : { status: 404 as const, reason: 'no WebSocket here' })
    if (refused) {
      socket.end(
        `HTTP/1.1 ${refused.status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${refused.reason}\n`,
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      createRpc(
        {
          channel: socketChannel(client),
          contract: workbenchContract,
          handlers: workbench.handlers,
          publishers: workbench.publishers,
          onDefect: (error, name) => console.error(`${name}:`, error),
        },
        { calls: {}, topics: {} },
      )
    })
  })

  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        new WorkbenchError(
          'port',
          taken
            ? `port ${options.port} on ${options.host} is taken: choose another with --port, or leave it out for any free one`
            : `cannot listen on ${options.host}:${options.port} (${error.code ?? error.message}); choose another --host or --port`,
        ),
      )
    })
    http.listen(options.port, options.host, resolve)
  })
  port = (http.address() as AddressInfo).port
  access = { token, hosts: acceptedHosts(options.host, port) }
  const shown = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host

  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}/?token=${token}`,
    port,
    async close() {
      for (const client of sockets.clients) client.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
