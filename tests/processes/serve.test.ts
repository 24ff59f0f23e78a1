import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { WebSocket } from 'ws'
import { openWorkbench, type Workbench } from '../../src-main/core/workbench.ts'
import { type Server, serve } from '../../src-main/serve/server.ts'
import { decodeMessage, encodeMessage } from '../../src-shared/contract/codec.ts'
import { type Channel, createRpc, nothingServed } from '../../src-shared/contract/rpc.ts'
import { workbenchContract } from '../../src-shared/contract/workbench.ts'
import { findPreset } from '../../src-shared/presets.ts'
import type { RunSummary } from '../../src-shared/runs.ts'
import { lacuna, startLacuna, temporaryFolder, until } from '../support/lacuna.ts'

const folder = temporaryFolder()
const dataFolder = inject('dataFolder')
let workbench: Workbench
let server: Server
let token: string

beforeAll(async () => {
  workbench = await openWorkbench({ database: join(folder.path, 'experiments.db'), dataFolder })
  server = await serve(workbench, { host: '127.0.0.1', port: 0 })
  token = new URL(server.url).searchParams.get('token')!
})
afterAll(async () => {
  await server.close()
  await workbench.close()
  folder.remove()
})

/** A plain request, so that Host and Origin can be anything. */
function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string; cookie: string | undefined; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, path, headers: { host: `127.0.0.1:${server.port}`, ...headers } },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text
        })
        response.on('end', () =>
          resolve({ status: response.statusCode!, body, cookie: response.headers['set-cookie']?.[0], headers: response.headers }),
        )
      },
    )
    sent.once('error', reject).end()
  })
}

/** The status of a WebSocket upgrade: 101 when it was let in. */
function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    socket.once('open', () => {
      resolve(101)
      socket.close()
    })
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode!))
    socket.once('error', () => {})
  })
}

describe('who may come in', () => {
  it('page: with the token, then with the cookie it brings', async () => {
    const page = await get(`/?token=${token}`)
    expect(page.status).toBe(200)
    expect(page.body).toContain('<div id="app"')
    expect(page.cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    const cookie = page.cookie!.split(';')[0]!
    expect((await get('/', { cookie })).status).toBe(200)
    const script = /src="(?:\.|)(\/[^"]+\.js)"/.exec(page.body)![1]!
    expect((await get(script, { cookie })).headers['content-type']).toContain('javascript')
    expect(page.headers['cache-control']).toBe('no-store')
    expect((await get(script, { cookie })).headers['cache-control']).toContain('immutable')
    expect((await get(script)).status).toBe(401)
  })

  it.each([
    ['no token', '/', {}, 401],
    ['a wrong token', '/?token=wrong', {}, 401],
    ['a wrong cookie', '/', { cookie: 'lacuna=wrong' }, 401],
    ['a foreign Host', '/?token=TOKEN', { host: 'evil.example' }, 403],
    ['our Host on another port', '/?token=TOKEN', { host: '127.0.0.1:1' }, 403],
    ['a foreign Origin', '/?token=TOKEN', { origin: 'http://evil.example' }, 403],
    ['a sandboxed Origin', '/?token=TOKEN', { origin: 'null' }, 403],
  ])('refuses %s, page and WebSocket alike', async (_, path, headers, status) => {
    const withToken = path.replace('TOKEN', token)
    const answer = await get(withToken, headers as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(answer.body).not.toContain('<div id="app"')
    expect(await upgrade(withToken.replace('/', '/rpc'), headers as Record<string, string>)).toBe(status)
  })

  it('lets the WebSocket in with the token, and nowhere but /rpc', async () => {
    const origin = `http://127.0.0.1:${server.port}`
    expect(await upgrade(`/rpc?token=${token}`, { origin })).toBe(101)
    expect(await upgrade(`/elsewhere?token=${token}`, { origin })).toBe(404)
  })

  it('serves nothing from outside its folder', async () => {
    for (const path of [
      '/../../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/assets/../../../package.json',
    ]) {
      const answer = await get(`${path}?token=${token}`)
      expect(answer.status).toBe(404)
    }
  })
})

function connect() {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc?token=${token}`)
  const ready = new Promise((resolve) => socket.once('open', resolve))
  const channel: Channel = {
    post: (message) => void ready.then(() => socket.send(encodeMessage(message))),
    listen: (onMessage) => socket.on('message', (data: Buffer) => onMessage(decodeMessage(new Uint8Array(data)))),
    onClose: (callback) => socket.once('close', callback),
  }
  return { rpc: createRpc({ channel, ...nothingServed }, workbenchContract), socket }
}

describe('a browser', () => {
  it('starts a training, follows it, and catches up after its connection was lost', async () => {
    const first = connect()
    const heard: RunSummary[] = []
    let sequence = 0
    first.rpc.listen('runs', 0, ({ runs }, number) => {
      heard.push(...runs)
      sequence = number
    })
    const config = { ...findPreset('slides').config, batchSize: 4, steps: 60, validateEvery: 20, validationImages: 4 }
    const { run } = await first.rpc.call('runs.start', { config, preset: 'slides', engine: 'auto' })
    await until('ten steps', () => heard.some(({ id, step }) => id === run && step >= 10))
    first.socket.close()

    await until('the end', async () => (await workbench.store.getRun(run))?.state === 'finished')
    const second = connect()
    const caughtUp: RunSummary[] = []
    second.rpc.listen('runs', sequence, ({ runs }) => caughtUp.push(...runs))
    await until('the news', () => caughtUp.some(({ id, state }) => id === run && state === 'finished'))

    const [loss] = await second.rpc.call('runs.series', { run, names: ['loss'], smoothing: 0.6, buckets: 100 })
    expect(loss).toMatchObject({ name: 'loss', count: 60 })
    expect([...loss!.steps]).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    const { sampleSteps } = await second.rpc.call('runs.get', { run })
    expect(sampleSteps).toEqual([5, 20, 25, 40, 60])
    const panel = (await second.rpc.call('runs.panel', { run }))!
    const { filled } = await second.rpc.call('runs.samples', { run, step: 60 })
    expect(filled.length).toBe(panel.masks.length * panel.originals.length)
    // Known pixels of every sample are the original's, bit for bit.
    const pixels = panel.size ** 2
    for (let i = 0; i < panel.maskData.length; i++) {
      if (panel.maskData[i] !== 1) continue
      const original = (i % (panel.count * pixels)) * panel.channels
      for (let c = 0; c < panel.channels; c++) expect(filled[i * panel.channels + c]).toBe(panel.originals[original + c])
    }
    await expect(second.rpc.call('runs.samples', { run, step: 7 })).rejects.toThrow('no sample pictures were logged at step 7')
    second.socket.close()
  })

  it('is told what is wrong with a configuration, field by field', async () => {
    const { rpc, socket } = connect()
    const config = { ...findPreset('slides').config, batchSize: 0 }
    await expect(rpc.call('runs.start', { config, preset: 'slides', engine: 'auto' })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('batchSize: expected a whole number from 1 to 4096, got 0'),
    })
    socket.close()
  })

  it('that sends what is no message is cut off, and the server goes on', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc?token=${token}`)
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send('text')
    expect(await closed).toBe(1003)
    expect((await get(`/?token=${token}`)).status).toBe(200)
  })
})

describe('lacuna serve', () => {
  it('prints its address, answers there and ends on Ctrl-C with nothing left running', async () => {
    const child = startLacuna(['serve', '--no-open', '--data', dataFolder], folder.path)
    let printed = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    const url = await until('the address', () => /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0])
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(401)
    child.kill('SIGINT')
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
  })

  it('says so when the port is taken', async () => {
    const result = await lacuna(['serve', '--no-open', '--port', String(server.port)], folder.path)
    expect(result.status).toBe(1)
    expect(result.stderr).toMatch(/port \d+ on 127\.0\.0\.1 is taken: choose another with --port/)
  })
})
