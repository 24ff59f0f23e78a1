import { describe, expect, it } from 'vitest'
import { Heap } from './heap.ts'

describe('the heap', () => {
  it('hands out blocks of 64-byte alignment that do not overlap', () => {
    const heap = new Heap()
    const blocks = [1, 64, 65, 1000, 0, 12_345].map((bytes) => ({ start: heap.allocate(bytes), bytes }))
    for (const { start } of blocks) expect(start % 64).toBe(0)
    const sorted = blocks.toSorted((a, b) => a.start - b.start)
    for (let i = 1; i < sorted.length; i++)
      expect(sorted[i]!.start).toBeGreaterThanOrEqual(sorted[i - 1]!.start + sorted[i - 1]!.bytes)
    expect(sorted[0]!.start).toBeGreaterThan(0)
  })

  it('joins neighbours that were given back in any order', () => {
    const heap = new Heap({ initialPages: 1, maximumPages: 1 })
    const blocks = Array.from({ length: 8 }, () => heap.allocate(8000))
    for (const i of [3, 1, 2, 7, 0, 5, 4, 6]) heap.release(blocks[i]!)
    expect(heap.used).toBe(0)
    expect(heap.allocate(64_000)).toBe(blocks[0])
  })

  it('takes the smallest hole that fits', () => {
    const heap = new Heap()
    const [large, , small] = [heap.allocate(640), heap.allocate(64), heap.allocate(128), heap.allocate(64)]
    heap.release(large!)
    heap.release(small!)
    expect(heap.allocate(100)).toBe(small)
  })

  it('grows, and the arrays handed out before stay valid', () => {
    const heap = new Heap({ initialPages: 1, maximumPages: 1024 })
    const first = new Float32Array(heap.memory.buffer, heap.allocate(64), 16).fill(7)
    const large = heap.allocate(40_000_000)
    new Uint8Array(heap.memory.buffer, large, 40_000_000).fill(1)
    expect([...first]).toEqual(Array(16).fill(7))
    expect(heap.reserved).toBeGreaterThan(40_000_000)
  })

  it('says how much was needed and what to lower when it is full', () => {
    const heap = new Heap({ initialPages: 16, maximumPages: 32 })
    heap.allocate(1024 * 1024)
    expect(() => heap.allocate(3 * 1024 * 1024)).toThrow(
      'out of tensor memory: 3.0 MiB more needed, 1.0 MiB of at most 2.0 MiB in use; lower batchSize (or imageSize)',
    )
    expect(heap.used).toBe(1024 * 1024) // and what there was is intact
    heap.allocate(512 * 1024)
  })

  it('asks for what can be given back before it says that it is full', () => {
    const heap = new Heap({ initialPages: 16, maximumPages: 32 })
    const held = heap.allocate(1024 * 1024)
    heap.whenFull = () => heap.release(held)
    expect(heap.allocate(1536 * 1024)).toBe(held)
  })

  it('refuses to take back what it did not hand out', () => {
    const heap = new Heap()
    const block = heap.allocate(64)
    heap.release(block)
    expect(() => heap.release(block)).toThrow('no block')
  })
})
