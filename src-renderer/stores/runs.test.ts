import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { RunSummary } from '../../src-shared/runs.ts'
import { useRuns } from './runs.ts'
import { useToasts } from './toasts.ts'

const { call } = vi.hoisted(() => ({ call: vi.fn() }))
vi.mock('../rpc/client.ts', () => ({ connection: { call } }))
vi.mock('./workbench.ts', () => ({ useWorkbench: () => ({ connections: 0 }) }))

const run = { id: 'a', name: 'smoother', createdAt: 1, change: 1, archived: false } as RunSummary

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

it('takes an archived run back before the workbench has answered, and tells it so after', async () => {
  const runs = useRuns()
  const answer = Promise.withResolvers<void>()
  call.mockReset()
  call.mockReturnValueOnce(answer.promise).mockResolvedValueOnce(undefined)
  void runs.setArchived([run], true)
  expect(runs.all).toMatchObject([{ archived: true }])
  expect(useToasts().toasts.map(({ message }) => message)).toEqual(['smoother is archived.'])
  expect(useToasts().undoLast()).toBe(true)
  expect(runs.all).toMatchObject([{ archived: false }])
  expect(call).toHaveBeenCalledExactlyOnceWith('runs.annotate', { run: 'a', archived: true })
  answer.resolve()
  await vi.waitFor(() => expect(call).toHaveBeenLastCalledWith('runs.annotate', { run: 'a', archived: false }))
})

it('shows a run that could not be archived where it was, and offers nothing to undo', async () => {
  const runs = useRuns()
  call.mockReset()
  call.mockRejectedValueOnce(new Error('the disk is full'))
  await runs.setArchived([run], true)
  expect(runs.all).toMatchObject([{ archived: false }])
  expect(useToasts().toasts.map(({ message }) => message)).toEqual(['the disk is full'])
})
