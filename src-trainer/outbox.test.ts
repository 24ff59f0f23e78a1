import { expect, it } from 'vitest'
import type { TrainerEvent } from '../src-shared/contract/trainer.ts'
import { createOutbox } from './outbox.ts'

const stepEvent = (step: number): TrainerEvent => ({
  type: 'steps',
  steps: [step],
  times: [step],
  series: { loss: [1 / step] },
  imagesPerSecond: step,
})
const validation: TrainerEvent = { type: 'validation', step: 4, time: 0, values: {} }

it('coalesces steps, keeps the order, drops nothing and numbers events without gaps', async () => {
  const sent: { first: number; events: TrainerEvent[] }[] = []
  let time = 0
  const outbox = createOutbox(
    async (first, events) => {
      sent.push({ first, events: structuredClone(events) })
    },
    () => time,
  )
  await outbox.put(stepEvent(1))
  for (const step of [2, 3, 4]) await outbox.put(stepEvent(step))
  await outbox.put(validation)
  time = 50
  await outbox.put(stepEvent(5))
  expect(sent.map(({ first, events }) => [first, events.map((event) => event.type)])).toEqual([
    [1, ['steps']],
    [2, ['steps', 'validation']],
  ])
  expect(sent[1]!.events[0]).toEqual({
    type: 'steps',
    steps: [2, 3, 4],
    times: [2, 3, 4],
    series: { loss: [1 / 2, 1 / 3, 1 / 4] },
    imagesPerSecond: 4,
  })
  time = 150
  await outbox.put(stepEvent(6))
  expect(sent[2]).toMatchObject({ first: 4, events: [{ steps: [5, 6] }] })
})

it('sends one batch at a time and fails when recording fails', async () => {
  let underWay = 0
  const outbox = createOutbox(async () => {
    underWay++
    expect(underWay).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    underWay--
  })
  await Promise.all([outbox.put(validation), outbox.put(validation), outbox.flush()])
  const failing = createOutbox(() => Promise.reject(new Error('lease lost')))
  await expect(failing.put(validation)).rejects.toThrow('lease lost')
})
