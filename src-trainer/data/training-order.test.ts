import { describe, expect, test } from 'vitest'
import { firstOfSplit, trainingOrder } from './training-order.ts'

describe('the training order', () => {
  const specification = { seed: 7, batchSize: 4, count: 10, inOrderFirst: false }

  test('uses each picture exactly once an epoch, across batches that span epochs', () => {
    const order = trainingOrder(specification)
    const stream = Array.from({ length: 10 }, (_, step) => [...order.batch(step)]).flat()
    for (let epoch = 0; epoch < 4; epoch++) {
      expect(stream.slice(epoch * 10, epoch * 10 + 10).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
    expect(stream.slice(0, 10)).not.toEqual(stream.slice(10, 20))
  })

  test('is addressed by step: asked for in any order, it is the same', () => {
    const order = trainingOrder(specification)
    const backwards = [9, 2, 30, 0].map((step) => [...order.batch(step)])
    expect(backwards).toEqual([9, 2, 30, 0].map((step) => [...trainingOrder(specification).batch(step)]))
    expect(order.epochOf(5)).toBe(2)
  })

  test('reads the first epoch in storage order where pictures are exchangeable, and shuffles the next', () => {
    const order = trainingOrder({ ...specification, inOrderFirst: true })
    expect([...order.batch(0), ...order.batch(1)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect([...order.batch(2)].slice(0, 2)).toEqual([8, 9])
    expect([...order.batch(3), ...order.batch(4)]).not.toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('fills a batch larger than the split', () => {
    const batch = trainingOrder({ seed: 1, batchSize: 7, count: 3, inOrderFirst: true }).batch(0)
    expect(batch).toHaveLength(7)
    expect([...batch].slice(0, 3)).toEqual([0, 1, 2])
    expect([...batch].slice(3, 6).sort()).toEqual([0, 1, 2])
  })

  test('validation takes the first of the split', () => {
    expect([...firstOfSplit(3, 8)]).toEqual([0, 1, 2])
  })
})
