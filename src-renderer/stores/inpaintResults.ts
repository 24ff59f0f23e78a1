import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, watch } from 'vue'
import type { MethodReference } from '../../src-shared/contract/exploration-calls.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { afterFrame } from '../pictures/frame.ts'
import { connection } from '../rpc/client.ts'
import { useBaselines } from './baselines.ts'
import { useInpaintMask } from './inpaintMask.ts'
import { type InpaintPicture, useInpaintPicture } from './inpaintPicture.ts'
import { createLatest, type Latest } from './latest.ts'
import { useSelection } from './selection.ts'
import { useShownRuns } from './shownRuns.ts'

/** Something that fills pictures in. */
export interface FillMethod {
  readonly key: string
  readonly label: string
  readonly reference: MethodReference
  /** A run's id. */
  readonly run?: string
}

interface Request {
  readonly method: FillMethod
  readonly picture: InpaintPicture
  readonly mask: Uint8Array
  readonly scale: number
  /** When it was drawn, as `performance.now()`. */
  readonly at: number
}

/** What a method made of a picture under a mask. */
export interface FillAnswer {
  readonly picture: InpaintPicture
  readonly mask: Uint8Array
  /** [size, size, channels] uint8; at ×1 the picture with its missing pixels filled, above the raw decoder. */
  readonly filled: Uint8Array
  readonly size: number
  /** dB over missing pixels; NaN where nothing is missing, or the method has no answer. */
  readonly psnr: number
  readonly ssim: number
}

/** The answers of the shown runs and baselines, following the mask while it is drawn. */
export const useInpaintResults = defineStore('inpaintResults', () => {
  const selection = useSelection()
  const shown = useShownRuns()
  const baselines = useBaselines()
  const source = useInpaintPicture()
  const masks = useInpaintMask()
  const live = ref(true)
  const scale = ref(1)
  const answers = shallowReactive(new Map<string, FillAnswer>())
  const problems = shallowReactive(new Map<string, string>())
  /** From a change to the frame that shows its picture, in milliseconds. */
  const latency = ref<number>()
  /** The card that is copied and saved. */
  const picked = ref<string>()

  const methods = computed<FillMethod[]>(() => [
    ...shown.runs.map((run) => ({
      key: `run ${run.id}`,
      label: run.name,
      run: run.id,
      reference: { kind: 'run', run: run.id, checkpoint: selection.checkpoint } as const,
    })),
    ...baselines.shown.map(({ name, label }) => ({
      key: `baseline ${name}`,
      label,
      reference: { kind: 'baseline', name } as const,
    })),
  ])
  /** What they are, without what changes of a run while it trains. */
  const which = computed(() => methods.value.map(({ key }) => key).join('\n'))
  const chosen = computed(() => methods.value.find(({ key }) => key === picked.value) ?? methods.value[0])

  /** What copying and saving takes; none while there is no picture that it would be of. */
  const chosenAnswer = computed(() => (source.picture && chosen.value ? answers.get(chosen.value.key) : undefined))

  const asking = new Map<string, Latest<Request>>()
  const askerOf = (key: string) => {
    const known = asking.get(key)
    if (known) return known
    const made = createLatest(fill, {
      answer: (answer, request) => {
        if (!methods.value.some((method) => method.key === key)) return
        answers.set(key, answer)
        problems.delete(key)
        afterFrame(() => {
          latency.value = performance.now() - request.at
        })
      },
      failure: (error) => {
        answers.delete(key)
        problems.set(key, messageOf(error))
      },
    })
    asking.set(key, made)
    return made
  }
  async function fill({ method, picture, mask, scale: times }: Request, signal: AbortSignal): Promise<FillAnswer> {
    const { config } = shown.first!
    const { filled, size, psnr, ssim } = await connection.call(
      'pictures.fill',
      {
        dataset: config.dataset,
        imageSize: config.imageSize,
        method: method.reference,
        pictures: picture.data,
        masks: mask,
        scale: method.run ? times : 1,
      },
      { signal },
    )
    return { picture, mask, filled, size, psnr: psnr[0]!, ssim: ssim[0]! }
  }

  /** Asks all of them, whether or not they follow by themselves. */
  function refresh() {
    const { picture } = source
    const { mask } = masks
    if (!picture || !mask || mask.length !== picture.size ** 2) return
    const request = { picture, mask, scale: scale.value, at: performance.now() }
    for (const method of methods.value) askerOf(method.key).request({ ...request, method })
  }
  /** A person's own picture at its own size, filled in by the chosen method: a PNG. */
  async function pasteBack(): Promise<Uint8Array | undefined> {
    const { own } = source
    const { mask } = masks
    if (!own || !mask || !chosen.value) return undefined
    const request = { run: own.run, file: own.file, mask, method: chosen.value.reference }
    return (await connection.call('pictures.pasteBack', request)).png
  }
  /** True while the pictures shown are of another mask than the one drawn. */
  const waits = computed(() => [...answers.values()].some((answer) => answer.mask !== masks.mask))

  /** Only while the view is open. */
  const watching = ref(false)
  watch(
    [() => masks.mask, () => source.picture, scale, live, watching, which, () => selection.checkpoint],
    (now, before) => {
      const gone = [...asking.keys()].filter((key) => !watching.value || !methods.value.some((method) => method.key === key))
      for (const key of gone) {
        asking.get(key)!.cancel()
        asking.delete(key)
        if (watching.value) answers.delete(key)
        problems.delete(key)
      }
      const onlyMask = now.slice(1).every((value, i) => value === before[i + 1])
      if (watching.value && (live.value || !onlyMask)) refresh()
    },
    { flush: 'sync' },
  )

  return { methods, answers, problems, latency, live, scale, picked, chosen, chosenAnswer, waits, watching, refresh, pasteBack }
})
