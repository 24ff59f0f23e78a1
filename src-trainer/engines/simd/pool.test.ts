import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../engine.ts'
import type { SimdBackend } from './backend.ts'
import { simd } from './engine.ts'
import { digests, tensor } from './fixtures.ts'
import { scratchAt } from './pool.ts'
import { createPoolMemory, failureMessage, reportFailure } from './pool-protocol.ts'

const execute = promisify(execFile)
const FIXTURES = fileURLToPath(new URL('./fixtures.ts', import.meta.url))

async function digestsApart(threads: number, env: Record<string, string>): Promise<Record<string, string>> {
  const { stdout } = await execute(process.execPath, [FIXTURES, String(threads)], { env: { ...process.env, ...env } })
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

let engine: Engine | undefined
afterEach(() => {
  engine?.close()
  engine = undefined
})

describe('threads', () => {
  it('never change a bit, nor does V8’s revectorizer', async () => {
    const plain = digestsApart(3, { LACUNA_REVECTORIZE: '0' })
    const one = await digests(1)
    expect(await digests(2)).toEqual(one)
    expect(await digests(4)).toEqual(one)
    expect(await plain).toEqual(one)
  })

  it('share the work', async () => {
    engine = await simd.open({ threads: 3 })
    const { pool, heap } = tf.backend() as SimdBackend
    const stride = 4096
    const scratch = heap.allocate(3 * stride)
    const marks = new Int32Array(heap.memory.buffer, scratch, (3 * stride) / 4)
    marks.fill(0)
    // A task marks the scratch of the thread that runs it; on a busy machine a thread may be late.
    const task = [pool.call('fill', scratchAt(0), 1, 1000)]
    const marked = () => [0, 1, 2].filter((thread) => marks[(thread * stride) / 4] === 1).length
    const start = performance.now()
    while (marked() < 3 && performance.now() - start < 10_000) {
      pool.begin(
        Array.from({ length: 500 }, () => task),
        scratch,
        stride,
      )
      pool.settle()
    }
    expect(marked()).toBe(3)
    heap.release(scratch)
  })

  it('run jobs one after the other, more of them than the queue holds', async () => {
    engine = await simd.open({ threads: 3 })
    const { pool, heap } = tf.backend() as SimdBackend
    const [cells, jobs] = [64, 1000]
    const [one, ...buffers] = [4, 4 * cells, 4 * cells].map((bytes) => heap.allocate(bytes)) as [number, number, number]
    const values = (at: number, count: number) => new Float32Array(heap.memory.buffer, at, count)
    values(one, 1).fill(1)
    values(buffers[0], cells).fill(0)
    // A cell is its neighbour of the job before, and 1: a task that came before its time would be seen.
    const job = (index: number) => {
      const [from, to] = [buffers[index % 2]!, buffers[1 - (index % 2)]!]
      const neighbour = (cell: number) => from + 4 * ((cell + 1) % cells)
      return Array.from({ length: cells }, (_, cell) => [pool.call('add', neighbour(cell), 4, 0, one, 0, 0, to + 4 * cell, 1, 1)])
    }
    for (let index = 0; index < jobs; index++) pool.begin(job(index), 0, 0)
    pool.settle()
    expect([...values(buffers[jobs % 2]!, cells)]).toEqual(Array(cells).fill(jobs))
    // And a job of more tasks than a program holds is run in parts.
    const many = Array.from({ length: 40 }, () => job(jobs)).flat()
    pool.begin(many, 0, 0)
    pool.settle()
    expect([...values(buffers[1 - (jobs % 2)]!, cells)]).toEqual(Array(cells).fill(jobs + 1))
    for (const address of [one, ...buffers]) heap.release(address)
  })

  it('that are gone end the engine with a reason, and never hang it', async () => {
    engine = await simd.open({ threads: 2 })
    const { pool } = tf.backend() as SimdBackend
    await pool.workers[0]!.terminate()
    await sleep(10)
    expect(() => tf.matMul(tensor([300, 300]), tensor([300, 300])).dataSync()).toThrow(
      /a thread of the simd engine is gone: it (exited|ended with code \d); start again/,
    )
  })

  it('in which a kernel fails end the engine too', async () => {
    engine = await simd.open({ threads: 2 })
    const { pool } = tf.backend() as SimdBackend
    const broken = [pool.call('fill', -8, 0, 1_000_000)]
    pool.begin([broken, broken, broken], 0, 0)
    expect(() => pool.settle()).toThrow(/gone: memory access out of bounds/)
    expect(() => tf.add(tensor([3]), 1)).toThrow('start again')
  })

  it('say why the first of them failed, whatever the others say after it', () => {
    const memory = createPoolMemory()
    expect(failureMessage(memory)).toBeUndefined()
    reportFailure(memory, 'memory access out of bounds')
    reportFailure(memory, 'it exited')
    expect(failureMessage(memory)).toBe('memory access out of bounds')
  })

  it('are asked for in whole numbers', async () => {
    for (const threads of [0, 1.5, -1])
      await expect(simd.open({ threads })).rejects.toThrow('threads must be a whole number of at least 1')
  })

  it('let the process end by itself, the engine open or not', async () => {
    const script = `import { simd } from './src-trainer/engines/simd/engine.ts'; await simd.open({ threads: 3 })`
    const root = fileURLToPath(new URL('../../..', import.meta.url))
    const start = performance.now()
    await execute(process.execPath, ['--input-type=module', '-e', script], { cwd: root, timeout: 15_000 })
    expect(performance.now() - start).toBeLessThan(15_000)
  })
})
