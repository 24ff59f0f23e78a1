import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { MethodReference } from '../../src-shared/contract/exploration-calls.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { maskGenerator } from '../../src-shared/masks/registry.ts'
import { isOutsideTraining } from '../../src-shared/masks/training.ts'
import { columnKey, type GalleryColumn, methodKey, type orders, rates } from '../pictures/galleryPlan.ts'
import { useBaselines } from './baselines.ts'
import { useSelection } from './selection.ts'
import { useShownRuns } from './shownRuns.ts'

export const acrossChoices = ['methods', 'p'] as const
export const amongChoices = ['256', '1024', 'all'] as const

/** What the galleries show: which columns, in which order of pictures. Beside the selection it stands in the address. */
export const useGalleryChoice = defineStore('galleryChoice', () => {
  const selection = useSelection()
  const shown = useShownRuns()
  const baselines = useBaselines()

  const across = ref<(typeof acrossChoices)[number]>('methods')
  const order = ref<(typeof orders)[number]>('first')
  /** How many of the split's first pictures are ranked. */
  const among = ref<(typeof amongChoices)[number]>('256')
  /** Whose pictures are ranked, and shown across p; by its key. None: the first method's. */
  const leadKey = ref<string>()

  const methods = computed(() => [
    ...shown.runs.map((run) => ({
      label: run.name,
      run,
      method: { kind: 'run', run: run.id, checkpoint: selection.checkpoint } as MethodReference,
    })),
    ...baselines.shown.map(({ name, label }) => ({
      label,
      run: undefined,
      method: { kind: 'baseline', name } as MethodReference,
    })),
  ])
  const lead = computed(() => methods.value.find(({ method }) => methodKey(method) === leadKey.value) ?? methods.value[0])
  /** p across means something only for kinds that have one. */
  const acrossP = computed(() => across.value === 'p' && maskGenerator(selection.mask.kind).hasRate)

  function column({ label, run, method }: (typeof methods.value)[number], mask: MaskSpec, text = label): GalleryColumn {
    const outsideTraining = run !== undefined && isOutsideTraining(mask, run.config.mask)
    return { key: columnKey(method, mask), label: text, method, mask, outsideTraining }
  }
  const columns = computed<GalleryColumn[]>(() => {
    const first = lead.value
    if (!first) return []
    if (!acrossP.value) return methods.value.map((method) => column(method, selection.mask))
    return rates.map((p) => column(first, { ...selection.mask, p }, `p = ${p.toFixed(2)}`))
  })
  /** Whose figures the pictures are ranked by. */
  const ranking = computed(() => lead.value && column(lead.value, selection.mask))
  /** Pictures of the first run's data, at its size. */
  const set = computed(() => {
    const config = shown.first?.config
    return config && { dataset: config.dataset, imageSize: config.imageSize, split: selection.split }
  })

  return { across, acrossP, order, among, leadKey, lead, methods, columns, ranking, set }
})
