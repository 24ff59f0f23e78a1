import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

const never = new AbortController().signal

it('one at a time; a live request is answered between the chunks of a long one, which then goes on before the next', async () => {
  const turns = new Turns()
  const order: string[] = []
  let atWork = 0
  const chunk = async (name: string) => {
    expect(++atWork).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 1))
    atWork--
    order.push(name)
  }
  const long = (name: string) =>
    turns.long(never, async (pause) => {
      await chunk(`${name}1`)
      if (name === 'a') live = turns.live(never, () => chunk('live'))
      await pause()
      await chunk(`${name}2`)
    })
  let live: Promise<void> | undefined
  await Promise.all([long('a'), long('b')])
  await live
  expect(order).toEqual(['a1', 'live', 'a2', 'b1', 'b2'])
})

it('work whose caller has gone is not begun, or ends at its next pause, and the turn goes on', async () => {
  const turns = new Turns()
  const gone = new AbortController()
  const long = turns.long(gone.signal, async (pause) => {
    gone.abort(new Error('gone'))
    await pause()
    throw new Error('went on')
  })
  const neverBegun = turns.live(gone.signal, async () => {
    throw new Error('begun')
  })
  await Promise.all([expect(long).rejects.toThrow('gone'), expect(neverBegun).rejects.toThrow('gone')])
  expect(await turns.live(never, async () => 'next')).toBe('next')
})
