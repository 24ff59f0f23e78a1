import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeBeforeQuit } from './closing.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function quitting(close: () => Promise<void>) {
  const exit = vi.fn()
  const app = Object.assign(new EventEmitter(), { exit })
  closeBeforeQuit(app as unknown as App, close, 1000)
  const quit = () => {
    const preventDefault = vi.fn()
    app.emit('will-quit', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  }
  return { exit, quit }
}

describe('closeBeforeQuit', () => {
  it('ends when the workbench is closed, however often it is asked to', async () => {
    let closed = () => {}
    const close = vi.fn(() => new Promise<void>((resolve) => (closed = resolve)))
    const { exit, quit } = quitting(close)
    quit()
    quit()
    await vi.advanceTimersByTimeAsync(500)
    expect(exit).not.toHaveBeenCalled()
    closed()
    await vi.advanceTimersByTimeAsync(5000)
    expect(exit.mock.calls).toEqual([[0]])
    expect(close).toHaveBeenCalledOnce()
  })

  it('ends after the limit with a training that does not', async () => {
    const { exit, quit } = quitting(() => new Promise(() => {}))
    quit()
    await vi.advanceTimersByTimeAsync(999)
    expect(exit).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(exit.mock.calls).toEqual([[1]])
  })

  it('ends, and says so, when closing fails', async () => {
    const { exit, quit } = quitting(() => Promise.reject(new Error('disk full')))
    quit()
    await vi.advanceTimersByTimeAsync(0)
    expect(exit.mock.calls).toEqual([[1]])
  })
})
