import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { DatasetInfo, DatasetKindInfo, DatasetProblem, NewDataset, SplitName } from '../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { formatBytes } from '../../src-shared/format/numbers.ts'
import { datasetTitle } from '../format/datasets.ts'
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

export interface Problems {
  readonly problems: readonly DatasetProblem[]
  /** How many there are in all. */
  readonly total: number
  /** Pictures that are missing for them. */
  readonly leftOut: number
}

/** The data sets, kept up to date by the `datasets` topic, what they are made of, and adding and removing them. */
export const useDatasets = defineStore('datasets', () => {
  const toasts = useToasts()
  const workbench = useWorkbench()
  const listed = shallowRef<readonly DatasetInfo[]>([])
  const kinds = shallowRef<readonly DatasetKindInfo[]>([])
  const loaded = ref(false)
  const problem = ref<string>()
  /** Sets whose removal can still be undone: out of sight, not yet gone. */
  const leaving = ref(new Set<string>())
  /** Sets whose pictures were asked for and may not have begun to come. */
  const asked = ref(new Set<string>())
  let listening = false

  const all = computed(() => listed.value.filter((set) => !leaving.value.has(set.name)))

  async function load() {
    try {
      listed.value = await connection.call('datasets.list', {})
      loaded.value = true
      problem.value = undefined
      kinds.value = await connection.call('datasets.kinds', {})
    } catch (error) {
      problem.value = messageOf(error)
    }
    if (listening) return
    listening = true
    connection.listen('datasets', 0, (message) => {
      listed.value = message
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

  async function build({ name, imageSize }: Pick<DatasetInfo, 'name' | 'imageSize'>) {
    asked.value.add(name)
    try {
      await connection.call('datasets.build', { name, imageSize })
    } catch (error) {
      if (!(error instanceof WorkbenchError && error.code === 'dataset-stopped')) toasts.report(error)
    } finally {
      asked.value.delete(name)
    }
  }

  /** Ends a build; what has been made stays. */
  async function stop({ name, imageSize }: DatasetInfo) {
    try {
      await connection.call('datasets.stop', { name, imageSize })
    } catch (error) {
      toasts.report(error)
    }
  }

  /** Adds a set and begins to build it. @throws what the workbench says against it */
  async function add(dataset: NewDataset) {
    const info = await connection.call('datasets.add', dataset)
    if (!listed.value.some((set) => set.name === info.name)) listed.value = [...listed.value, info]
    void build(info)
  }

  function setLeaving(name: string, isLeaving: boolean) {
    if (isLeaving) leaving.value.add(name)
    else leaving.value.delete(name)
  }

  async function removeNow(set: DatasetInfo) {
    try {
      const { ownCopy } = await connection.call('datasets.remove', { name: set.name })
      listed.value = listed.value.filter((other) => other.name !== set.name)
      const freed = set.bytes ? `, ${formatBytes(set.bytes)} freed` : ''
      toasts.show(
        `${datasetTitle(set)} is removed${freed}. ${ownCopy ? 'So is the copy of its pictures.' : 'The pictures it was made from are where they were.'}`,
      )
    } catch (error) {
      toasts.report(error)
    } finally {
      setLeaving(set.name, false)
    }
  }

  /** Removes in some seconds, unless undone before. */
  function remove(set: DatasetInfo) {
    setLeaving(set.name, true)
    toasts.show(`${datasetTitle(set)} is being removed.`, {
      action: { label: 'Undo', run: () => setLeaving(set.name, false) },
      onEnd: () => void removeNow(set),
    })
  }

  /** The first of a split; undefined while none can be read. */
  async function firstPictures(set: DatasetInfo, split: SplitName, count: number): Promise<Pictures | undefined> {
    try {
      const { name, imageSize } = set
      const answer = await connection.call('datasets.pictures', { name, imageSize, split, count })
      return answer.count > 0 ? answer : undefined
    } catch {
      return undefined
    }
  }

  async function problemsOf({ name, imageSize }: DatasetInfo): Promise<Problems | undefined> {
    try {
      return await connection.call('datasets.problems', { name, imageSize })
    } catch (error) {
      toasts.report(error)
      return undefined
    }
  }

  return { all, kinds, loaded, problem, asked, build, stop, add, remove, firstPictures, problemsOf }
})
