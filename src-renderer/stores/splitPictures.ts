import { defineStore } from 'pinia'
import { ref, shallowReactive } from 'vue'
import type { SplitName } from '../../src-shared/datasets.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { connection } from '../rpc/client.ts'

/** Pictures read at once. */
const pageLength = 32
/** Splits kept. */
const capacity = 4

/** A split's pictures, read as they are wanted. */
function createSplit(dataset: string, imageSize: number, split: SplitName) {
  /** How many there are; undefined until the first have come. */
  const count = ref<number>()
  const channels = ref(3)
  const problem = ref<string>()
  const pages = shallowReactive(new Map<number, Uint8Array>())
  const asked = new Set<number>()
  let measured: Promise<void> | undefined

  async function read(indices: number[]) {
    const answer = await connection.call('pictures.read', { dataset, imageSize, split, indices })
    count.value = answer.count
    channels.value = answer.channels
    return answer.pictures
  }

  async function load(page: number) {
    if (asked.has(page)) return
    asked.add(page)
    try {
      measured ??= read([0]).then(() => {})
      await measured
      const first = page * pageLength
      const length = Math.min(pageLength, count.value! - first)
      if (length > 0) pages.set(page, await read(Array.from({ length }, (_, i) => first + i)))
      problem.value = undefined
    } catch (error) {
      asked.delete(page)
      if (count.value === undefined) measured = undefined
      problem.value = messageOf(error)
    }
  }

  return {
    count,
    channels,
    problem,
    size: imageSize,
    /** Sees to it that pictures `from` … `to` − 1 come. */
    want(from: number, to: number) {
      for (let page = Math.floor(from / pageLength); page * pageLength < to; page++) void load(page)
    },
    /** [size, size, channels] uint8; undefined until it has come. */
    picture(index: number): Uint8Array | undefined {
      const bytes = imageSize ** 2 * channels.value
      const at = (index % pageLength) * bytes
      const page = pages.get(Math.floor(index / pageLength))
      return page && at < page.length ? page.subarray(at, at + bytes) : undefined
    },
  }
}
export type SplitPictures = ReturnType<typeof createSplit>

/** Pictures of data sets by split, kept for the views that show them. */
export const useSplitPictures = defineStore('splitPictures', () => {
  const splits = new Map<string, SplitPictures>()

  function of(dataset: string, imageSize: number, split: SplitName): SplitPictures {
    const key = JSON.stringify([dataset, imageSize, split])
    const found = splits.get(key) ?? createSplit(dataset, imageSize, split)
    splits.delete(key)
    splits.set(key, found)
    for (const oldest of splits.keys()) if (splits.size > capacity) splits.delete(oldest)
    return found
  }

  return { of }
})
