import { useLocalStorage, usePreferredDark } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'

export const themes = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themes)[number]
export const xAxes = ['step', 'relative', 'wall'] as const
export type XAxis = (typeof xAxes)[number]
export type ScaleKind = 'linear' | 'log'
export const renderings = ['pixels', 'smooth'] as const
export type Rendering = (typeof renderings)[number]

/** How this person likes to look at things; kept in this browser. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useLocalStorage<ThemeChoice>('lacuna-theme', 'system')
  const smoothing = useLocalStorage('lacuna-smoothing', 0.6)
  const xAxis = useLocalStorage<XAxis>('lacuna-x', 'step')
  const logXChosen = useLocalStorage('lacuna-log-x', false)
  /** Whether the curves' x is logarithmic; a time of day has no logarithm. */
  const logX = computed({
    get: () => logXChosen.value && xAxis.value !== 'wall',
    set: (log) => {
      logXChosen.value = log
    },
  })
  const lossScale = useLocalStorage<ScaleKind>('lacuna-loss-scale', 'log')
  /** Whether the loss chart shows the variation of what is free to vary besides. */
  const showTvFree = useLocalStorage('lacuna-tv-free', false)
  const showArchived = useLocalStorage('lacuna-archived', false)
  /** Names of the run table's columns; none chosen yet: the usual ones. */
  const runColumns = useLocalStorage<string[]>('lacuna-run-columns', [])
  const rendering = useLocalStorage<Rendering>('lacuna-rendering', 'pixels')
  const systemDark = usePreferredDark()
  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemDark.value))
  return { theme, smoothing, xAxis, logX, lossScale, showTvFree, showArchived, runColumns, rendering, dark }
})
