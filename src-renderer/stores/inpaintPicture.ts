import { defineStore, storeToRefs } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { connection } from '../rpc/client.ts'
import { useSelectedSplit } from './selectedSplit.ts'
import { useSelection } from './selection.ts'
import { useShownRuns } from './shownRuns.ts'
import { useToasts } from './toasts.ts'

/** A picture to fill in. */
export interface InpaintPicture {
  readonly size: number
  readonly channels: number
  /** [size, size, channels] uint8 */
  readonly data: Uint8Array
}

/** A file of a person's own, made as a run's pictures are. */
interface OwnPicture {
  readonly name: string
  readonly file: Uint8Array
  /** The file's, in pixels. */
  readonly width: number
  readonly height: number
  readonly note: string
  readonly run: string
  readonly picture: InpaintPicture
}

/** The largest file that is taken, in bytes. */
const largestFile = 64e6

/** The picture that is inpainted by hand: one of the selected split, or a person's own. */
export const useInpaintPicture = defineStore('inpaintPicture', () => {
  const selection = useSelection()
  const shown = useShownRuns()
  const toasts = useToasts()
  /** A person's own: its file, that one's size, and what became of it. */
  const own = shallowRef<OwnPicture>()

  const run = computed(() => shown.first)
  const { split } = storeToRefs(useSelectedSplit())
  watch([split, () => selection.picture], ([now, picture]) => now?.want(Math.max(0, picture - 1), picture + 2), {
    immediate: true,
  })

  const picture = computed<InpaintPicture | undefined>((before) => {
    if (own.value) return own.value.picture
    const data = split.value?.picture(selection.picture)
    // Other pictures of the split that come change nothing of this one.
    if (data && before?.data.buffer === data.buffer && before.data.byteOffset === data.byteOffset) return before
    return data && { size: split.value!.size, channels: split.value!.channels.value, data }
  })
  const name = computed(() => own.value?.name ?? `${selection.split} picture ${selection.picture + 1}`)
  const problem = computed(() => (own.value ? undefined : split.value?.problem.value))

  async function take(name: string, file: Uint8Array) {
    if (!run.value) return
    const { id } = run.value
    try {
      const { size, channels, picture: data, ...about } = await connection.call('pictures.import', { run: id, file })
      own.value = { name, file, ...about, run: id, picture: { size, channels, data } }
    } catch (error) {
      toasts.report(error)
    }
  }
  async function openFile(file: File) {
    if (file.size > largestFile) {
      toasts.report(new Error(`${file.name} has ${Math.round(file.size / 1e6)} MB: expected a picture of at most 64 MB`))
      return
    }
    await take(file.name, new Uint8Array(await file.arrayBuffer()))
  }
  // Another run's pictures may be cut and sized otherwise.
  watch(run, (now) => {
    if (own.value && now && now.id !== own.value.run) void take(own.value.name, own.value.file)
  })

  /** A picture of the split, by its number from 0. */
  function choose(index: number) {
    const count = split.value?.count.value ?? 0
    if (index < 0 || index >= count) return
    own.value = undefined
    selection.set({ picture: index })
  }

  return { run, split, picture, own, name, problem, choose, openFile }
})
