import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { EvaluationJob } from '../../src-shared/contract/evaluation-calls.ts'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { everyMask, standardMasks } from '../../src-shared/evaluation/masks.ts'
import type { EvaluationTable } from '../../src-shared/evaluation/results.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../src-shared/masks/registry.ts'
import { connection } from '../rpc/client.ts'
import { createRefresher } from './refresher.ts'
import { useRunDetail } from './runDetail.ts'
import { useToasts } from './toasts.ts'
import { useWorkbench } from './workbench.ts'

const refreshEvery = 1_000

/** How many of a split's pictures are measured: a first look, a good one, all. */
export const extents = ['200', '1,000', 'all'] as const
export type Extent = (typeof extents)[number]
const limits: Record<Extent, number | undefined> = { '200': 200, '1,000': 1_000, all: undefined }

export const maskChoices = ['main masks', 'all kinds'] as const
export type MaskChoice = (typeof maskChoices)[number]

/** Pictures that one method fills worst and best under one kind of mask. */
export interface Extremes {
  readonly mask: MaskSpec
  readonly method: string
  readonly label: string
  readonly worst: ExtremePictures
  readonly best: ExtremePictures
}

export interface ExtremePictures {
  readonly size: number
  readonly channels: number
  readonly indices: readonly number[]
  readonly psnr: readonly number[]
  readonly originals: Uint8Array
  readonly masks: Uint8Array
  readonly filled: Uint8Array
}

const shownExtremes = 5

/** The open run's evaluation: what has been measured, what is being measured, and single pictures behind the means. */
export const useEvaluation = defineStore('evaluation', () => {
  const open = useRunDetail()
  const workbench = useWorkbench()
  const toasts = useToasts()
  const extent = ref<Extent>('200')
  const maskChoice = ref<MaskChoice>('main masks')
  const table = shallowRef<EvaluationTable>()
  const jobs = shallowRef<readonly EvaluationJob[]>([])
  /** What the table answers: a choice of other masks or pictures asks for another. */
  const answered = shallowRef<object>()
  /** Why there is no table. */
  const problem = ref<string>()
  const extremes = shallowRef<Extremes>()
  let listening = false

  const job = computed(() => jobs.value.find(({ run }) => run === open.id))
  const running = computed(() => job.value?.state === 'running')
  const masks = computed(() => (maskChoice.value === 'all kinds' ? everyMask : standardMasks))
  const request = computed(() => ({
    ...{ run: open.id ?? '', checkpoint: 'best', split: 'test' as const, masks: [...masks.value] },
    ...(limits[extent.value] !== undefined && { limit: limits[extent.value] }),
  }))
  /** All that is asked for has been measured. */
  const complete = computed(() => answered.value === request.value && table.value?.left === 0)

  const refresher = createRefresher(async () => {
    const run = open.id
    if (run === undefined) return
    const asked = request.value
    try {
      const answer = await connection.call('evaluations.table', asked)
      if (open.id !== run) return
      table.value = answer
      answered.value = asked
      problem.value = undefined
    } catch (error) {
      if (open.id !== run) return
      table.value = undefined
      const expected = error instanceof WorkbenchError && ['no-checkpoint', 'dataset-absent'].includes(error.code)
      problem.value = expected ? undefined : messageOf(error)
    }
  }, refreshEvery)

  watch(
    () => open.id,
    () => {
      table.value = undefined
      problem.value = undefined
      extremes.value = undefined
    },
  )
  watch([request, job, () => open.detail?.checkpoints.length], () => refresher.request(), { immediate: true })
  watch(
    () => workbench.connections,
    (count) => {
      if (count === 0) return
      refresher.request()
      if (listening) return
      listening = true
      connection.listen('evaluations', 0, (message) => {
        jobs.value = message
      })
    },
    { immediate: true },
  )

  async function start() {
    try {
      await connection.call('evaluations.start', request.value)
    } catch (error) {
      toasts.report(error)
    }
  }

  async function cancel() {
    try {
      await connection.call('evaluations.cancel', { run: open.id ?? '' })
    } catch (error) {
      toasts.report(error)
    }
  }

  /** Looks at single pictures; none to close. */
  async function look(mask: MaskSpec, method: string, label: string) {
    const { run, checkpoint, split, limit } = { limit: undefined, ...request.value }
    const ask = (order: 'worst' | 'best') =>
      connection.call('evaluations.extremes', {
        ...{ run, checkpoint, split, mask, method, order, count: shownExtremes },
        ...(limit !== undefined && { limit }),
      })
    try {
      const [worst, best] = await Promise.all([ask('worst'), ask('best')])
      if (open.id === run) extremes.value = { mask, method, label, worst, best }
    } catch (error) {
      toasts.report(error)
    }
  }
  function closeExtremes() {
    extremes.value = undefined
  }
  const isLookedAt = (mask: MaskSpec, method: string) =>
    extremes.value !== undefined &&
    extremes.value.method === method &&
    formatMaskSpec(extremes.value.mask) === formatMaskSpec(mask)

  return { extent, maskChoice, table, complete, job, running, problem, extremes, start, cancel, look, closeExtremes, isLookedAt }
})
