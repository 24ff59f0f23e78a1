import { createBirpc } from 'birpc'
import { messageOf, WorkbenchError } from '../errors.ts'
import { inPlainWords } from '../plain-issues.ts'
import type { CallContext, Caller, Contract, Handlers, Publishers } from './rpc-types.ts'

/** Anything that carries structured-cloneable messages both ways: a WebSocket, a child process, Electron's port. */
export interface Channel {
  post(message: unknown): void
  listen(onMessage: (message: unknown) => void): void
  /** Calls back once when the other side is gone. */
  onClose(callback: () => void): void
}

type Reply = { ok: true; value: unknown } | { ok: false; code: string; message: string }

/** What crosses the wire: two calls with an answer, three without. Everything else is names and parsed values. */
interface Wire {
  call(id: number, name: string, input: unknown): Promise<Reply>
  subscribe(id: number, name: string, since: number): Promise<Reply>
  cancel(id: number): void
  unsubscribe(id: number): void
  message(id: number, sequence: number, message: unknown): void
}

export interface RpcOptions<Served extends Contract> {
  readonly channel: Channel
  readonly contract: Served
  readonly handlers: Handlers<Served>
  readonly publishers: Publishers<Served>
  /** Hears of defects: anything thrown by a handler that is not a WorkbenchError. */
  readonly onDefect?: (error: unknown, name: string) => void
}

export interface Rpc<Called extends Contract> extends Caller<Called> {
  close(): void
}

function refuse(code: string, message: string): Reply {
  return { ok: false, code, message }
}

/** Own properties only: a peer must not be able to call `toString`. */
function lookUp<T>(table: Readonly<Record<string, T>>, name: unknown): T | undefined {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined
}

/**
 * Call, listen and cancel between two processes, each side serving one contract and calling the other's. Inputs, outputs and messages
 * are parsed where they arrive; errors cross as `{ code, message }`.
 *
 * @throws (from calls) WorkbenchError: the handler's own code, `bad-request` for input the contract refuses, `closed` when the
 * connection ends first, `cancelled`
 */
export function createRpc<Served extends Contract, Called extends Contract>(
  options: RpcOptions<Served>,
  called: Called,
): Rpc<Called> {
  const { channel, contract } = options
  const handlers = options.handlers as Record<string, (input: unknown, context: CallContext) => unknown>
  const publishers = options.publishers as Record<
    string,
    (since: number, emit: (sequence: number, message: unknown) => void) => () => void
  >
  const running = new Map<number, AbortController>()
  const published = new Map<number, () => void>()
  const listening = new Map<number, { name: string; onMessage: (message: unknown, sequence: number) => void }>()
  let nextId = 1
  let closed = false

  const served: Wire = {
    async call(id, name, input) {
      const definition = lookUp(contract.calls, name)
      if (!definition) return refuse('bad-request', `unknown call "${String(name)}"`)
      const parsed = definition.input.safeParse(input, { error: inPlainWords })
      if (!parsed.success) {
        const issue = parsed.error.issues[0]!
        return refuse('bad-request', `${name}: ${issue.path.join('.')}${issue.path.length > 0 ? ': ' : ''}${issue.message}`)
      }
      const controller = new AbortController()
      running.set(id, controller)
      try {
        return { ok: true, value: await handlers[name]!(parsed.data, { signal: controller.signal }) }
      } catch (error) {
        if (error instanceof WorkbenchError) return refuse(error.code, error.message)
        if (controller.signal.aborted) return refuse('cancelled', `${name} was cancelled`)
        options.onDefect?.(error, name)
        return refuse('internal', `${name}: ${messageOf(error)}`)
      } finally {
        running.delete(id)
      }
    },
    async subscribe(id, name, since) {
      if (!lookUp(contract.topics, name)) return refuse('bad-request', `unknown topic "${String(name)}"`)
      const stop = publishers[name]!(Number(since), (sequence, message) => {
        if (!closed) void wire.message(id, sequence, message)
      })
      if (closed) stop()
      else published.set(id, stop)
      return { ok: true, value: {} }
    },
    cancel(id) {
      running.get(id)?.abort()
    },
    unsubscribe(id) {
      published.get(id)?.()
      published.delete(id)
    },
    message(id, sequence, message) {
      const listener = listening.get(id)
      if (!listener) return
      const parsed = called.topics[listener.name]!.message.safeParse(message)
      if (parsed.success) listener.onMessage(parsed.data, sequence)
      else options.onDefect?.(parsed.error, listener.name)
    },
  }

  const peer = createBirpc<Wire, Wire>(served, {
    post: (data) => {
      if (!closed) channel.post(data)
    },
    on: (onMessage) => channel.listen(onMessage),
    timeout: -1,
    eventNames: ['cancel', 'unsubscribe', 'message'],
  })
  const wire: Wire = {
    call: (...args) => peer.$call('call', ...args),
    subscribe: (...args) => peer.$call('subscribe', ...args),
    cancel: (...args) => void peer.$callEvent('cancel', ...args),
    unsubscribe: (...args) => void peer.$callEvent('unsubscribe', ...args),
    message: (...args) => void peer.$callEvent('message', ...args),
  }

  function close() {
    if (closed) return
    closed = true
    peer.$close(new WorkbenchError('closed', 'the connection is closed'))
    for (const controller of running.values()) controller.abort()
    for (const stop of published.values()) stop()
    published.clear()
    listening.clear()
  }
  channel.onClose(close)

  const rpc: Rpc<Contract> = {
    async call(name, input, { signal } = {}) {
      if (closed) throw new WorkbenchError('closed', `${name}: the connection is closed`)
      if (signal?.aborted) throw new WorkbenchError('cancelled', `${name} was cancelled`)
      const id = nextId++
      const onAbort = () => wire.cancel(id)
      signal?.addEventListener('abort', onAbort)
      try {
        const reply = await wire.call(id, name, input).catch((error: unknown) => {
          throw closed ? new WorkbenchError('closed', `${name}: the connection is closed`) : error
        })
        if (!reply.ok) throw new WorkbenchError(reply.code, reply.message)
        return called.calls[name]!.output.parse(reply.value)
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
    listen(name, since, onMessage) {
      const id = nextId++
      listening.set(id, { name, onMessage })
      wire.subscribe(id, name, since).then(
        (reply) => {
          if (!reply.ok) options.onDefect?.(new WorkbenchError(reply.code, reply.message), name)
        },
        (error: unknown) => {
          if (!closed) options.onDefect?.(error, name)
        },
      )
      return () => {
        listening.delete(id)
        if (!closed) wire.unsubscribe(id)
      }
    },
    close,
  }
  return rpc as Rpc<Called>
}

/** For a side that only calls. */
export const nothingServed = { contract: { calls: {}, topics: {} }, handlers: {}, publishers: {} } as const
