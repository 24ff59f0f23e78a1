import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { openTestEngine } from '../tests/golden/test-engine.ts'
import { createStepsInFlight } from './in-flight.ts'

beforeAll(openTestEngine)

it('lands steps in order, leaves the newest in flight, and keeps no tensor of those that landed', async () => {
  const before = tf.memory().numTensors
  const inFlight = createStepsInFlight()
  for (const step of [1, 2, 3]) inFlight.launch(step, tf.tensor1d([step, 2, 3, 4]))
  const landed = await inFlight.land(1)
  expect(landed.map(({ step, losses }) => [step, losses.loss, losses.tvFree])).toEqual([
    [1, 1, 4],
    [2, 2, 4],
  ])
  expect((await inFlight.land(0)).map(({ step }) => step)).toEqual([3])
  expect(await inFlight.land(0)).toEqual([])
  expect(tf.memory().numTensors).toBe(before)
})
