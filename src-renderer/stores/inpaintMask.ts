import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { type AnyMask, packMask, unpackMask } from '../../src-shared/masks/drawn.ts'
import { fixedMask } from '../../src-shared/masks/fixed.ts'
import { knownShare } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec, generateMask } from '../../src-shared/masks/registry.ts'
import { randomStream } from '../../src-shared/random.ts'
import { wrongWord } from '../format/addressWords.ts'
import { beginHistory, commit, type MaskHistory, redo, undo } from '../inpainting/history.ts'
import { clear, invert, type Mark, sameMask } from '../inpainting/strokes.ts'
import { useInpaintPicture } from './inpaintPicture.ts'
import { useSelection } from './selection.ts'

export const brushTools = ['brush', 'rectangle'] as const
export type BrushTool = (typeof brushTools)[number]

/** The mask that is drawn by hand: it begins as the selected kind's, and can be gone back on. */
export const useInpaintMask = defineStore('inpaintMask', () => {
  const selection = useSelection()
  const source = useInpaintPicture()
  const size = computed(() => source.picture?.size)
  const history = shallowRef<MaskHistory>()
  /** A stroke that has not ended. */
  const draft = shallowRef<Uint8Array>()
  /** What was generated last, to tell whether anything has been drawn since. */
  const generated = shallowRef<Uint8Array>()
  /** 0: the mask this picture is evaluated under; then others of its kind. */
  const draw = ref(0)

  const tool = ref<BrushTool>('brush')
  const mark = ref<Mark>('paint')
  const brush = ref(3)

  const mask = computed(() => draft.value ?? history.value?.present)
  const known = computed(() => (mask.value ? knownShare(mask.value) : 1))
  const drawn = computed(() => Boolean(history.value && generated.value && !sameMask(history.value.present, generated.value)))

  /** For whoever lays it on the same picture again. */
  const described = computed<AnyMask | undefined>(() => {
    if (!mask.value) return undefined
    return drawn.value || draw.value > 0 ? { kind: 'drawn', word: packMask(mask.value) } : { ...selection.mask }
  })

  function generate(length: number): Uint8Array {
    const index = source.own ? 0 : selection.picture
    if (draw.value === 0) return fixedMask(selection.mask, length, index)
    return generateMask(selection.mask, length, randomStream(draw.value, 'inpainting', index))
  }
  function set(next: Uint8Array) {
    if (history.value) history.value = commit(history.value, next)
    draft.value = undefined
  }
  function restart() {
    if (!size.value) return
    generated.value = generate(size.value)
    history.value = beginHistory(generated.value)
    draft.value = undefined
  }
  /** What one drew goes along to the next picture. */
  watch(
    [size, () => source.own, () => selection.picture],
    () => {
      if (!size.value || (history.value?.present.length === size.value ** 2 && drawn.value)) return
      draw.value = 0
      restart()
    },
    { immediate: true },
  )

  /** Another mask of the selected kind: one step to undo, however long a slider was dragged for it. */
  function regenerate() {
    if (!size.value || !history.value) return
    const next = generate(size.value)
    const goesOn = !drawn.value && history.value.past.length > 0
    generated.value = next
    history.value = goesOn ? { ...history.value, present: next, future: [] } : commit(history.value, next)
  }
  watch(
    () => formatMaskSpec(selection.mask),
    () => {
      draw.value = 0
      regenerate()
    },
  )

  return {
    size,
    mask,
    draft,
    known,
    drawn,
    described,
    tool,
    mark,
    brush,
    canUndo: computed(() => (history.value?.past.length ?? 0) > 0),
    canRedo: computed(() => (history.value?.future.length ?? 0) > 0),
    /** Of a hand-drawn mask, for the address. */
    word: computed(() => (drawn.value ? packMask(history.value!.present) : undefined)),
    set,
    setWord: (word: string) => {
      const next = size.value && unpackMask(word, size.value)
      if (!next) throw wrongWord(`a drawn mask of ${size.value}×${size.value}, a bit a pixel in base64 for URLs`, word)
      set(next)
    },
    undo: () => {
      if (history.value) history.value = undo(history.value)
    },
    redo: () => {
      if (history.value) history.value = redo(history.value)
    },
    /** The selected kind's mask instead of what was drawn. */
    startOver: () => {
      draw.value = 0
      restart()
    },
    invert: () => mask.value && set(invert(mask.value)),
    clear: () => mask.value && set(clear(mask.value)),
    another: () => {
      draw.value++
      regenerate()
    },
  }
})
