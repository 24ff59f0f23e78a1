import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'
import { type FigureKind, type FigureKindName, figureKinds } from '../../src-shared/figures/kinds.ts'
import type { OptionName } from '../../src-shared/figures/option-words.ts'
import { type FigureOptions, type FigureRequest, figureOptionsSchema } from '../../src-shared/figures/options.ts'
import type { FigureFormatName } from '../../src-shared/figures/rendered.ts'
import { useRunColours } from './runColours.ts'
import { useSelection } from './selection.ts'
import { useShownRuns } from './shownRuns.ts'

export type Options = Partial<FigureOptions>

/** Measured for a deck where an evaluation is missing: a minute's work, enough for intervals. */
const deckPictures = 100
/** How every figure is drawn, kept when another kind is chosen. */
const look: readonly OptionName[] = ['size', 'textScale', 'lineScale', 'ground', 'caption']
/** Options that the window gives by itself: they travel with the person, and stand in the address as theirs. */
const travelling: readonly OptionName[] = ['checkpoint', 'split', 'colours']

export const usualOptions: FigureOptions = figureOptionsSchema.parse({})
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What the composer makes: a kind of figure, of the selected runs, as the person wants it. */
export const useFigureChoice = defineStore('figureChoice', () => {
  const selection = useSelection()
  const shown = useShownRuns()
  const runColours = useRunColours()
  const kindName = ref<FigureKindName>(figureKinds[0]!.name)
  const kind = computed<FigureKind>(() => figureKinds.find(({ name }) => name === kindName.value)!)
  /** By kind, what differs from the usual; the look under "". */
  const given = shallowReactive<Record<string, Options>>({})
  const formats = useLocalStorage<FigureFormatName[]>('lacuna-figure-formats', ['svg'])

  const owner = (name: OptionName) => (look.includes(name) ? '' : kindName.value)
  function option<Name extends OptionName>(name: Name): FigureOptions[Name] {
    return (given[owner(name)]?.[name] ?? usualOptions[name]) as FigureOptions[Name]
  }
  /** Undefined: the usual. */
  function setOption<Name extends OptionName>(name: Name, value: FigureOptions[Name] | undefined) {
    const { [name]: _, ...others } = given[owner(name)] ?? {}
    given[owner(name)] = value === undefined || same(value, usualOptions[name]) ? others : { ...others, [name]: value }
  }
  /** Another kind of figure, with these options and the look that was there. */
  function show(kind: FigureKindName, options: Options) {
    kindName.value = kind
    delete given[kind]
    for (const [name, value] of Object.entries(options) as [OptionName, never][]) setOption(name, value)
  }
  const takes = (name: OptionName) => kind.value.options.includes(name)
  /** Everything a person can set here, for the address. */
  const names = computed<OptionName[]>(() => [
    ...look,
    'title',
    ...kind.value.options.filter((name) => !travelling.includes(name)),
  ])
  const isUsual = computed(() => names.value.every((name) => given[owner(name)]?.[name] === undefined))
  function reset() {
    delete given['']
    delete given[kindName.value]
  }

  /** The runs a figure of this kind shows: the selected ones, as many as it takes. */
  const runs = computed(() => shown.runs.slice(0, kind.value.mostRuns))
  const request = computed<FigureRequest | undefined>(() => {
    if (runs.value.length === 0) return undefined
    const ids = runs.value.map(({ id }) => id)
    const set = Object.fromEntries(names.value.map((name) => [name, option(name)]))
    const options = {
      ...usualOptions,
      ...set,
      ...(takes('checkpoint') && { checkpoint: selection.checkpoint }),
      ...(takes('split') && { split: selection.split }),
      ...(takes('colours') && { colours: Object.fromEntries(ids.map((id) => [id, runColours.colourOf(id)])) }),
    }
    return { kind: kindName.value, runs: ids, options }
  })

  /** For the slides' deck: of the first run, its whole experiment section. */
  const deckRequest = computed(() => {
    const run = shown.first?.id
    if (run === undefined) return undefined
    const { checkpoint, split } = selection
    return { run, options: { checkpoint, split, evaluate: deckPictures, colours: { [run]: runColours.colourOf(run) } } }
  })

  return { deckRequest, kindName, kind, formats, runs, request, names, isUsual, option, setOption, show, takes, reset }
})
