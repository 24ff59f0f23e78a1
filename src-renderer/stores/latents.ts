import { defineStore, storeToRefs } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { Latent, LatentDescription, LatentMap, LatentPoint } from '../../src-shared/contract/latent-calls.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { afterFrame } from '../pictures/frame.ts'
import { connection } from '../rpc/client.ts'
import { createLatest } from './latest.ts'
import { useSelectedSplit } from './selectedSplit.ts'
import { useSelection } from './selection.ts'
import { useShownRuns } from './shownRuns.ts'

export const mapCounts = [100, 200, 400] as const
/** Pictures of an interpolation, both ends included. */
export const stripLength = 9
/** Sliders: more directions than this hardly show. */
export const slidersShown = 6
export const inputs = ['whole pictures', 'masked'] as const

/** Pictures of latents: [n, size, size, channels] uint8, and where they lie on the map. */
export interface Decoded {
  readonly size: number
  readonly channels: number
  readonly pictures: Uint8Array
  /** [n, directions] */
  readonly scores: Float32Array
}

/** A run's latent space: a map of pictures, a place in it that is decoded, and the way from there to another. */
export const useLatents = defineStore('latents', () => {
  const selection = useSelection()
  const shown = useShownRuns()
  const count = ref<number>(200)
  const input = ref<(typeof inputs)[number]>('whole pictures')
  const map = shallowRef<LatentMap>()
  /** What the map is of: by the time one comes back to it, something else may be asked for. */
  let mapped: string | undefined
  const problem = ref<string>()
  const loading = ref(false)

  /** Where it begins; a picture is the selected one. */
  const from = ref<LatentPoint['kind']>('picture')
  const seed = ref(1)
  /** The picture it goes to. */
  const to = ref<number>()
  const share = ref(0)
  const along = reactive(Array.from({ length: slidersShown }, () => 0))
  const scale = ref(1)

  const here = shallowRef<Decoded>()
  const strip = shallowRef<Decoded>()
  const described = shallowRef<LatentDescription>()
  /** From a change to the frame that shows its picture, in milliseconds. */
  const latency = ref<number>()
  /** Only while the view is open. */
  const watching = ref(false)

  const run = computed(() => shown.first)
  const { split } = storeToRefs(useSelectedSplit())
  /** What a map is of; as text, so that nothing of a run that trains on changes it. */
  const source = computed(() => {
    if (!run.value) return undefined
    const mask = input.value === 'masked' ? { mask: { ...selection.mask } } : {}
    return JSON.stringify({
      run: run.value.id,
      checkpoint: selection.checkpoint,
      split: selection.split,
      count: count.value,
      ...mask,
    })
  })
  const ask = () => JSON.parse(source.value!) as Ask
  /** The map has fewer pictures than their split: beyond them, the last. */
  const within = (index: number) => Math.min((map.value?.count ?? 1) - 1, Math.max(0, index))

  const origin = computed<LatentPoint>(() => {
    if (from.value === 'picture') return { kind: 'picture', index: within(selection.picture) }
    return from.value === 'sample' ? { kind: 'sample', seed: seed.value } : { kind: from.value }
  })
  const target = computed<LatentPoint | undefined>(() =>
    to.value === undefined ? undefined : { kind: 'picture', index: within(to.value) },
  )
  const latent = computed<Latent>(() => ({
    from: origin.value,
    ...(target.value && { to: target.value, share: share.value }),
    ...(along.some((steps) => steps !== 0) && { along: [...along] }),
  }))

  const failed = (error: unknown) => {
    problem.value = messageOf(error)
    loading.value = false
  }
  const mapping = createLatest((wanted: Ask, signal) => connection.call('latents.map', wanted, { signal }), {
    answer: (answer, wanted) => {
      mapped = JSON.stringify(wanted)
      map.value = answer
      problem.value = undefined
      loading.value = false
    },
    failure: failed,
  })
  const decode = (wanted: { ask: Ask; latents: Latent[]; scale: number; at?: number }, signal: AbortSignal) =>
    connection.call('latents.decode', { ...wanted.ask, latents: wanted.latents, scale: wanted.scale }, { signal })
  const decoding = createLatest(decode, {
    answer: (answer, { at }) => {
      here.value = answer
      afterFrame(() => {
        latency.value = performance.now() - at!
      })
    },
    failure: failed,
  })
  const stripping = createLatest(decode, {
    answer: (answer) => {
      strip.value = answer
    },
    failure: failed,
  })
  const describing = createLatest(
    (wanted: { ask: Ask; latent: Latent }, signal) =>
      connection.call('latents.describe', { ...wanted.ask, latent: wanted.latent, neighbours: 8 }, { signal }),
    {
      answer: (answer) => {
        described.value = answer
      },
      failure: failed,
    },
  )

  watch(
    [watching, source],
    ([open, wanted]) => {
      if (!open) for (const one of [mapping, decoding, stripping, describing]) one.cancel()
      if (!open || !wanted || wanted === mapped) return
      for (const shown of [map, here, strip, described]) shown.value = undefined
      mapped = undefined
      loading.value = true
      mapping.request(ask())
    },
    { immediate: true },
  )
  watch(
    [watching, map, latent, scale],
    () => {
      if (!map.value || !watching.value || mapped !== source.value) return
      const wanted = ask()
      decoding.request({ ask: wanted, latents: [latent.value], scale: scale.value, at: performance.now() })
      describing.request({ ask: wanted, latent: latent.value })
    },
    { flush: 'sync' },
  )
  /** The whole way, whatever is added along directions. */
  const way = computed(() => {
    const end = target.value
    if (!end || !map.value) return undefined
    const offsets = latent.value.along
    return Array.from(
      { length: stripLength },
      (_, i): Latent => ({
        from: origin.value,
        to: end,
        share: i / (stripLength - 1),
        ...(offsets && { along: offsets }),
      }),
    )
  })
  watch([way, () => watching.value], ([latents]) => {
    if (!latents) strip.value = undefined
    else if (watching.value) stripping.request({ ask: ask(), latents, scale: 1 })
  })

  function begin(kind: LatentPoint['kind']) {
    if (kind === 'sample' && from.value === 'sample') seed.value = (seed.value + 1) % 0x1_0000_0000
    from.value = kind
    level()
  }
  /** Back to where it begins. */
  function level() {
    for (const j of along.keys()) along[j] = 0
    share.value = 0
  }
  function beginAt(index: number) {
    selection.set({ picture: index })
    begin('picture')
  }
  function goTo(index: number | undefined) {
    to.value = index
    share.value = index === undefined ? 0 : 0.5
  }

  return {
    count,
    input,
    map,
    problem,
    loading,
    from,
    seed,
    to,
    share,
    along,
    scale,
    here,
    strip,
    described,
    latency,
    watching,
    split,
    origin,
    begin,
    beginAt,
    goTo,
    level,
  }
})

type Ask = Parameters<typeof connection.call<'latents.map'>>[1]
