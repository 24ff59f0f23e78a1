import { createRpc, nothingServed, type Rpc } from '../../src-shared/contract/rpc.ts'
import type { Caller } from '../../src-shared/contract/rpc-types.ts'
import { type WorkbenchContract, workbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { OpenChannel } from './channels.ts'

export type ConnectionState = 'connecting' | 'connected' | 'lost'

export interface Connection extends Caller<WorkbenchContract> {
  /** Calls back now and at every change. */
  onState(callback: (state: ConnectionState) => void): void
  /** Tries again without waiting for the back-off to end. */
  retry(): void
}

interface Subscription {
  since: number
  start(rpc: Rpc<WorkbenchContract>): void
}

const firstDelay = 250
const longestDelay = 5_000

/** The delay before attempt n = 0, 1, …: doubling from a quarter of a second to five. */
export function backOff(attempt: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** attempt)
}

/**
 * A caller that outlives its channel: it opens another when one closes, waits with calls until there is one, and subscribes again
 * from the last sequence number seen. A call under way when the channel closes is rejected as `closed`, since it may have been done.
 */
export function createConnection(open: OpenChannel): Connection {
  let state: ConnectionState = 'connecting'
  let rpc: Rpc<WorkbenchContract> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let opening = false
  const watchers: ((state: ConnectionState) => void)[] = []
  const waiting = new Set<(rpc: Rpc<WorkbenchContract>) => void>()
  const subscriptions = new Set<Subscription>()

  function become(next: ConnectionState) {
    state = next
    for (const watcher of watchers) watcher(next)
  }

  function tryLater() {
    become('lost')
    clearTimeout(timer)
    timer = setTimeout(() => void connect(), backOff(attempt++))
  }

  async function connect() {
    if (rpc || opening) return
    opening = true
    clearTimeout(timer)
    try {
      const channel = await open()
      const opened = createRpc({ channel, ...nothingServed, onDefect: (error) => console.error(error) }, workbenchContract)
      rpc = opened
      channel.onClose(() => {
        rpc = undefined
        tryLater()
      })
      attempt = 0
      for (const subscription of subscriptions) subscription.start(opened)
      become('connected')
      for (const resolve of waiting) resolve(opened)
      waiting.clear()
    } catch {
      tryLater()
    } finally {
      opening = false
    }
  }

  function connected(signal: AbortSignal | undefined): Promise<Rpc<WorkbenchContract>> {
    return new Promise((resolve, reject) => {
      waiting.add(resolve)
      signal?.addEventListener('abort', () => {
        waiting.delete(resolve)
        reject(new WorkbenchError('cancelled', 'cancelled while waiting for the connection'))
      })
    })
  }

  void connect()
  return {
    async call(name, input, options = {}) {
      // Without a pause where there is a connection: what a view asks for as it opens leaves before it is drawn.
      return (rpc ?? (await connected(options.signal))).call(name, input, options)
    },
    listen(name, since, onMessage) {
      let stop: (() => void) | undefined
      const subscription: Subscription = {
        since,
        start(current) {
          stop = current.listen(name, subscription.since, (message, sequence) => {
            subscription.since = Math.max(subscription.since, sequence)
            onMessage(message, sequence)
          })
        },
      }
      subscriptions.add(subscription)
      if (rpc) subscription.start(rpc)
      return () => {
        subscriptions.delete(subscription)
        stop?.()
      }
    },
    onState(callback) {
      watchers.push(callback)
      callback(state)
    },
    retry: () => void connect(),
  }
}
