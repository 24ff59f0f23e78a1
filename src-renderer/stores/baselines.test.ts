import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { useBaselines } from './baselines.ts'
import { useToasts } from './toasts.ts'

const { call, workbench } = vi.hoisted(() => ({ call: vi.fn(), workbench: { value: { connections: 0 } } }))
vi.mock('../rpc/client.ts', () => ({ connection: { call } }))
vi.mock('./workbench.ts', () => ({ useWorkbench: () => workbench.value }))

it('knows that nothing more is to come when the list fails, and reads it again at the next connection', async () => {
  workbench.value = reactive({ connections: 0 })
  setActivePinia(createPinia())
  const baselines = useBaselines()
  expect(baselines.answered).toBe(false)

  call.mockRejectedValueOnce(new Error('no list'))
  workbench.value.connections++
  await vi.waitFor(() => expect(baselines.answered).toBe(true))
  expect(useToasts().toasts).toMatchObject([{ message: 'no list', tone: 'bad' }])
  expect(baselines.shown).toEqual([])

  const nearest = { name: 'nearest', label: 'Nearest' }
  call.mockResolvedValueOnce([nearest])
  workbench.value.connections++
  await nextTick()
  await vi.waitFor(() => expect(baselines.shown).toEqual([nearest]))
})
