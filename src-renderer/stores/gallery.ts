import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { isClosed, messageOf } from '../../src-shared/errors.ts'
import type { FilledPictures } from '../../src-shared/filled.ts'
import { fixedMask } from '../../src-shared/masks/fixed.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../src-shared/masks/registry.ts'
import { type GalleryColumn, rank, shuffled } from '../pictures/galleryPlan.ts'
import { connection } from '../rpc/client.ts'
import { useGalleryChoice } from './galleryChoice.ts'
import { useSelection } from './selection.ts'

export const pageSize = 8
/** Pictures a call while ranking: a fraction of a second of work, so that it can be cancelled. */
const chunk = 64

/** Pictures of one page as they are. */
export interface GalleryPage {
  /** Numbers in the split, from 0. */
  readonly pictures: readonly number[]
  readonly size: number
  readonly channels: number
  /** [n, size, size, channels] uint8 */
  readonly originals: Uint8Array
}

/** [n, size, size]: the masks that evaluations use for these pictures. */
export function masksFor(mask: MaskSpec, size: number, pictures: readonly number[]): Uint8Array {
  const masks = new Uint8Array(pictures.length * size * size)
  for (const [i, picture] of pictures.entries()) masks.set(fixedMask(mask, size, picture), i * size * size)
  return masks
}

/** The galleries' pictures, decoded while somebody looks; what is no longer wanted is cancelled. */
export const useGallery = defineStore('gallery', () => {
  const choice = useGalleryChoice()
  const selection = useSelection()
  /** While its view is open. */
  const active = ref(false)
  const page = shallowRef<GalleryPage>()
  /** By column; of the page in sight only. */
  const answers = shallowRef<ReadonlyMap<string, FilledPictures>>(new Map())
  const faults = shallowRef<ReadonlyMap<string, string>>(new Map())
  const count = ref(0)
  /** Position of the page's first picture in the order. */
  const first = ref(0)
  const problem = ref<string>()
  /** Pictures ranked so far, of how many. */
  const progress = ref<{ done: number; of: number }>()
  const ranked = new Map<string, number[]>()
  let under = new AbortController()

  /** Nothing known of any picture: a deterministic method has one answer, shown once. */
  const once = computed(() => selection.mask.kind === 'all' && !choice.acrossP)
  const rows = computed(() => (once.value ? 1 : pageSize))

  async function read(indices: readonly number[], signal: AbortSignal) {
    return connection.call('pictures.read', { ...choice.set!, indices: [...indices] }, { signal })
  }
  async function fill(column: GalleryColumn, { pictures, size, originals }: GalleryPage, signal: AbortSignal) {
    const { dataset, imageSize } = choice.set!
    const masks = masksFor(column.mask, size, pictures)
    return connection.call('pictures.fill', { dataset, imageSize, method: column.method, pictures: originals, masks }, { signal })
  }

  async function rankedBy(column: GalleryColumn, most: number, order: 'worst' | 'best', signal: AbortSignal): Promise<number[]> {
    const { dataset, imageSize, split } = choice.set!
    const key = [dataset, imageSize, split, column.key, most].join(' ')
    const psnr = ranked.get(key) ?? []
    // What has been measured before a cancellation stays measured.
    ranked.set(key, psnr)
    while (psnr.length < most) {
      progress.value = { done: psnr.length, of: most }
      const pictures = Array.from({ length: Math.min(chunk, most - psnr.length) }, (_, i) => psnr.length + i)
      const { size, channels, pictures: originals } = await read(pictures, signal)
      psnr.push(...(await fill(column, { pictures, size, channels, originals }, signal)).psnr)
    }
    progress.value = undefined
    return rank(psnr, order)
  }

  async function orderOf(signal: AbortSignal): Promise<number[]> {
    const { order, among, ranking } = choice
    const all = (await read([0], signal)).count
    const most = Math.min(all, among === 'all' ? all : Number(among))
    if (order === 'random') {
      count.value = all
      return shuffled(all)
    }
    if (order === 'first' || !ranking) {
      count.value = all
      return Array.from({ length: all }, (_, i) => i)
    }
    const numbers = await rankedBy(ranking, most, order, signal)
    count.value = most
    return numbers
  }

  async function load(signal: AbortSignal) {
    const numbers = await orderOf(signal)
    first.value = Math.min(first.value, Math.max(0, numbers.length - 1))
    const pictures = numbers.slice(first.value, first.value + rows.value)
    const { size, channels, pictures: originals } = await read(pictures, signal)
    const next: GalleryPage = { pictures, size, channels, originals }
    const same = page.value?.pictures.join() === pictures.join()
    page.value = next
    answers.value = new Map(same ? [...answers.value].filter(([key]) => choice.columns.some((column) => column.key === key)) : [])
    faults.value = new Map()
    for (const column of choice.columns) {
      if (answers.value.has(column.key)) continue
      try {
        const answer = await fill(column, next, signal)
        answers.value = new Map(answers.value).set(column.key, answer)
      } catch (error) {
        if (signal.aborted) return
        faults.value = new Map(faults.value).set(column.key, messageOf(error))
      }
    }
  }

  async function refresh() {
    under.abort()
    under = new AbortController()
    const { signal } = under
    progress.value = undefined
    problem.value = undefined
    if (!active.value || !choice.set) return
    try {
      await load(signal)
    } catch (error) {
      if (signal.aborted || isClosed(error)) return
      page.value = undefined
      progress.value = undefined
      problem.value = messageOf(error)
    }
  }

  const wanted = () =>
    JSON.stringify([
      choice.set,
      choice.order,
      choice.order === 'first' || choice.order === 'random' ? '' : [choice.among, choice.ranking?.key],
      rows.value,
    ])
  watch(wanted, () => {
    first.value = 0
    answers.value = new Map()
  })
  watch([active, wanted, first, () => choice.columns.map(({ key }) => key).join()], () => void refresh(), { immediate: true })

  function turn(by: -1 | 1) {
    const last = Math.max(0, Math.ceil(count.value / rows.value) - 1) * rows.value
    first.value = Math.min(last, Math.max(0, first.value + by * rows.value))
  }
  /** The masks under which the page is shown, by column. */
  const masks = computed(() => {
    const { value } = page
    const specs = new Map(choice.columns.map(({ mask }) => [formatMaskSpec(mask), mask]))
    return new Map([...specs].map(([key, mask]) => [key, value ? masksFor(mask, value.size, value.pictures) : undefined]))
  })
  const masksOf = (mask: MaskSpec) => masks.value.get(formatMaskSpec(mask))

  return { active, page, answers, faults, count, first, rows, once, problem, progress, turn, masksOf }
})
