import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLatest } from './latest.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A call that takes so long, and ends at once when it is aborted. */
function slow(milliseconds: number) {
  const begun: number[] = []
  const answers: number[] = []
  const failures: unknown[] = []
  const call = (input: number, signal: AbortSignal) => {
    begun.push(input)
    return new Promise<number>((resolve, reject) => {
      setTimeout(() => resolve(10 * input), milliseconds)
      signal.addEventListener('abort', () => reject(new Error('cancelled')))
    })
  }
  const latest = createLatest(call, { answer: (output) => answers.push(output), failure: (error) => failures.push(error) })
  return { latest, begun, answers, failures }
}

it('lets a quick answer come, then asks for the newest alone', async () => {
  const { latest, begun, answers } = slow(20)
  for (const input of [1, 2, 3, 4]) latest.request(input)
  await vi.advanceTimersByTimeAsync(50)
  expect(begun).toEqual([1, 4])
  expect(answers).toEqual([10, 40])
})

it('ends a slow one that is superseded, without calling that a failure', async () => {
  const { latest, begun, answers, failures } = slow(1_000)
  latest.request(1)
  latest.request(2)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(begun).toEqual([1, 2])
  expect(answers).toEqual([20])
  expect(failures).toEqual([])
})

it('says nothing more once it is cancelled, and can be asked again', async () => {
  const { latest, answers } = slow(20)
  latest.request(1)
  latest.cancel()
  latest.request(2)
  await vi.advanceTimersByTimeAsync(50)
  expect(answers).toEqual([20])
})
