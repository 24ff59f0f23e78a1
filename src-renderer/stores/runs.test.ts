import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { RunSummary } from '../../src-shared/runs.ts'
import { useRuns } from './runs.ts'
import { useToasts } from './toasts.ts'

const { call } = vi.hoisted(() => ({ call: vi.fn() }))
vi.mock('../rpc/client.ts', () => ({ connection: { call } }))
vi.mock('./workbench.ts', () => ({ useWorkbench: () => ({ connections: 0 }) }))

const run = { id: 'a', name: 'smoother', createdAt: 1, change: 1 } as RunSummary

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useRuns().byId = new Map([[run.id, run]])
})

it('takes a run back as soon as it is out of sight, before it is known what it takes on disk', () => {
  const runs = useRuns()
  call.mockReturnValueOnce(new Promise(() => {}))
  void runs.remove([run])
  expect(runs.all).toEqual([])
  expect(useToasts().undoLast()).toBe(true)
  expect(runs.all).toEqual([run])
  expect(call).toHaveBeenCalledExactlyOnceWith('runs.size', { runs: ['a'] })
})

it('says what a run takes on disk in the message that offers it back', async () => {
  call.mockResolvedValueOnce({ bytes: 2_000_000 })
  await useRuns().remove([run])
  expect(useToasts().toasts.map(({ message }) => message)).toEqual(['smoother is being deleted: 2.0 MB on disk.'])
})
