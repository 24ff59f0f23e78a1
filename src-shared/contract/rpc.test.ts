import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { WorkbenchError } from '../errors.ts'
import { type Channel, createRpc, nothingServed } from './rpc.ts'
import type { Contract } from './rpc-types.ts'

const contract = {
  calls: {
    double: { input: z.strictObject({ n: z.number() }), output: z.number() },
    fail: { input: z.strictObject({ kind: z.enum(['user', 'defect']) }), output: z.number() },
    wait: { input: z.strictObject({}), output: z.number() },
    wrong: { input: z.strictObject({}), output: z.number() },
  },
  topics: { count: { message: z.number() } },
} as const satisfies Contract

function connectedChannels(): [Channel, Channel, () => void] {
  const listeners: ((message: unknown) => void)[] = []
  const closers: (() => void)[] = []
  const side = (me: number): Channel => ({
    post: (message) => queueMicrotask(() => listeners[1 - me]?.(structuredClone(message))),
    listen: (onMessage) => {
      listeners[me] = onMessage
    },
    onClose: (callback) => closers.push(callback),
  })
  return [side(0), side(1), () => closers.map((callback) => callback())]
}

function connect() {
  const defects: unknown[] = []
  const stopped: string[] = []
  let emit: ((sequence: number, message: number) => void) | undefined
  const [serverChannel, clientChannel, closeBoth] = connectedChannels()
  createRpc(
    {
      channel: serverChannel,
      contract,
      handlers: {
        double: ({ n }) => 2 * n,
        fail: ({ kind }) => {
          throw kind === 'user' ? new WorkbenchError('no-run', 'no run "x"') : new TypeError('boom')
        },
        wait: (_, { signal }) =>
          new Promise<number>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
        wrong: () => 'text' as unknown as number,
      },
      publishers: {
        count: (since, emitMessage) => {
          emit = emitMessage
          for (let sequence = since + 1; sequence <= 3; sequence++) emitMessage(sequence, sequence * 10)
          return () => stopped.push('count')
        },
      },
      onDefect: (error) => defects.push(error),
    },
    nothingServed.contract,
  )
  const client = createRpc({ channel: clientChannel, ...nothingServed }, contract)
  return { client, defects, stopped, closeBoth, push: (sequence: number, message: number) => emit?.(sequence, message) }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('calls', () => {
  it('answer, and refuse input the contract does not allow by name', async () => {
    const { client } = connect()
    expect(await client.call('double', { n: 21 })).toBe(42)
    await expect(client.call('double', { n: 'x' as unknown as number })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('double: n'),
    })
    for (const name of ['toString', 'constructor', '__proto__', 'nope']) {
      await expect(client.call(name as 'double', { n: 1 })).rejects.toMatchObject({ code: 'bad-request' })
    }
  })

  it("carry a user's error with its code and report a defect", async () => {
    const { client, defects } = connect()
    await expect(client.call('fail', { kind: 'user' })).rejects.toMatchObject({
      name: 'WorkbenchError',
      code: 'no-run',
      message: 'no run "x"',
    })
    expect(defects).toEqual([])
    await expect(client.call('fail', { kind: 'defect' })).rejects.toMatchObject({ code: 'internal' })
    expect(defects).toHaveLength(1)
    await expect(client.call('wrong', {})).rejects.toThrow()
  })

  it('are cancelled by their signal and rejected when the connection closes', async () => {
    const { client, closeBoth } = connect()
    const controller = new AbortController()
    const cancelled = client.call('wait', {}, { signal: controller.signal })
    controller.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    const pending = client.call('wait', {})
    await settle()
    closeBoth()
    await expect(pending).rejects.toMatchObject({ code: 'closed' })
    await expect(client.call('double', { n: 1 })).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('topics', () => {
  it('catch up from a sequence number, push, and stop', async () => {
    const { client, push, stopped } = connect()
    const heard: [number, number][] = []
    const stop = client.listen('count', 1, (message, sequence) => heard.push([sequence, message]))
    await settle()
    push(4, 40)
    await settle()
    expect(heard).toEqual([
      [2, 20],
      [3, 30],
      [4, 40],
    ])
    stop()
    await settle()
    expect(stopped).toEqual(['count'])
  })

  it('stop when the connection closes', async () => {
    const { client, stopped, closeBoth } = connect()
    client.listen('count', 0, () => {})
    await settle()
    closeBoth()
    expect(stopped).toEqual(['count'])
  })
})
