import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Channel, createRpc, nothingServed } from '../../src-shared/contract/rpc.ts'
import { workbenchContract } from '../../src-shared/contract/workbench.ts'
import { backOff, createConnection } from './connection.ts'

type Served = Parameters<typeof createRpc<typeof workbenchContract, (typeof nothingServed)['contract']>>[0]

/** A core that can be unplugged. */
function plug() {
  const sinceHeard: number[] = []
  let unplug = () => {}
  let refused = 0
  let refuse = false
  const open = async (): Promise<Channel> => {
    if (refuse) {
      refused++
      throw new Error('refused')
    }
    const listeners: ((message: unknown) => void)[] = []
    const closers: (() => void)[] = []
    const side = (me: number): Channel => ({
      post: (message) => queueMicrotask(() => listeners[1 - me]?.(message)),
      listen: (onMessage) => {
        listeners[me] = onMessage
      },
      onClose: (callback) => closers.push(callback),
    })
    unplug = () => closers.map((callback) => callback())
    createRpc(
      {
        channel: side(0),
        contract: workbenchContract,
        handlers: { 'runs.list': () => [] } as unknown as Served['handlers'],
        publishers: {
          runs: (since: number, emit: (sequence: number, message: { runs: never[]; deleted: string[] }) => void) => {
            sinceHeard.push(since)
            emit(since + 5, { runs: [], deleted: [] })
            return () => {}
          },
          datasets: () => () => {},
          evaluations: () => () => {},
          decks: () => () => {},
        } as Served['publishers'],
      },
      nothingServed.contract,
    )
    return side(1)
  }
  return {
    open,
    sinceHeard,
    unplug: () => unplug(),
    setRefusing: (value: boolean) => {
      refuse = value
    },
    refusals: () => refused,
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('createConnection', () => {
  it('reconnects by itself and subscribes again from the last sequence number seen', async () => {
    const core = plug()
    const states: string[] = []
    const connection = createConnection(core.open)
    connection.onState((state) => states.push(state))
    connection.listen('runs', 7, () => {})
    await vi.advanceTimersByTimeAsync(1)
    core.unplug()
    await vi.advanceTimersByTimeAsync(backOff(0) + 1)
    expect(core.sinceHeard).toEqual([7, 12])
    expect(states).toEqual(['connecting', 'connected', 'lost', 'connected'])
  })

  it('holds calls until there is a connection', async () => {
    const core = plug()
    core.setRefusing(true)
    const connection = createConnection(core.open)
    const answer = connection.call('runs.list', {})
    await vi.advanceTimersByTimeAsync(2_000)
    expect(core.refusals()).toBeGreaterThan(2)
    core.setRefusing(false)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(await answer).toEqual([])
  })
})

describe('backOff', () => {
  it('doubles up to five seconds', () => {
    expect([0, 1, 2, 3, 10].map(backOff)).toEqual([250, 500, 1000, 2000, 5000])
  })
})
