import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { DatasetInfo } from '../../src-shared/datasets.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { connection } from '../rpc/client.ts'
import { useToasts } from './toasts.ts'
import { useWorkbench } from './workbench.ts'

export interface Pictures {
  readonly count: number
  readonly size: number
  readonly channels: number
  /** [count, size, size, channels] uint8 */
  readonly pictures: Uint8Array
}

/** The data sets, kept up to date by the `datasets` topic, and their first pictures. */
export const useDatasets = defineStore('datasets', () => {
  const toasts = useToasts()
  const workbench = useWorkbench()
  const all = shallowRef<readonly DatasetInfo[]>([])
  const loaded = ref(false)
  const problem = ref<string>()
  let listening = false

  async function load() {
    try {
      all.value = await connection.call('datasets.list', {})
      loaded.value = true
      problem.value = undefined
    } catch (error) {
      problem.value = messageOf(error)
    }
    if (listening) return
    listening = true
    connection.listen('datasets', 0, (message) => {
      all.value = message
      loaded.value = true
    })
  }
  watch(
    () => workbench.connections,
    (count) => {
      if (count > 0) void load()
    },
    { immediate: true },
  )

  async function build(set: DatasetInfo) {
    try {
      await connection.call('datasets.build', { name: set.name, imageSize: set.imageSize })
    } catch (error) {
      toasts.report(error)
    }
  }

  /** The first of the validation split, the pictures that samples show too; undefined while none can be read. */
  async function firstPictures(set: DatasetInfo, count: number): Promise<Pictures | undefined> {
    try {
      const { name, imageSize } = set
      const answer = await connection.call('datasets.pictures', { name, imageSize, split: 'validation', count })
      return answer.count > 0 ? answer : undefined
    } catch {
      return undefined
    }
  }

  return { all, loaded, problem, build, firstPictures }
})
