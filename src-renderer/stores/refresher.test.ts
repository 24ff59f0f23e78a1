import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRefresher } from './refresher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('createRefresher', () => {
  it('serves the first wish at once and the last of many in its time', async () => {
    let count = 0
    const refresher = createRefresher(async () => void count++, 300)
    for (let i = 0; i < 10; i++) refresher.request()
    await vi.advanceTimersByTimeAsync(1)
    expect(count).toBe(1)
    for (let i = 0; i < 10; i++) refresher.request()
    await vi.advanceTimersByTimeAsync(1000)
    expect(count).toBe(2)
  })

  it('never overlaps and serves a wish made meanwhile', async () => {
    let running = 0
    let most = 0
    let count = 0
    const refresher = createRefresher(async () => {
      most = Math.max(most, ++running)
      count++
      await new Promise((resolve) => setTimeout(resolve, 1000))
      running--
    }, 300)
    refresher.request()
    await vi.advanceTimersByTimeAsync(500)
    refresher.request()
    await vi.advanceTimersByTimeAsync(3000)
    expect([most, count]).toEqual([1, 2])
  })
})
