import { computed, ref } from 'vue'
import { configErrors, flattenConfig, type RunConfig, unflattenConfig } from '../../src-shared/config.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { expandSweep, mostRuns, parseAxis, type SweepAxis, type SweepPlan } from '../../src-shared/sweeps.ts'

export const sweepModes = ['every combination', 'at random'] as const

/** A hyperparameter to vary and its values as typed. */
export interface AxisText {
  key: string
  text: string
}

/** The launch form's sweep: what varies about the configuration, and which runs that makes. */
export function useSweepForm(config: () => RunConfig | undefined) {
  const axes = ref<AxisText[]>([])
  const seeds = ref('1')
  const mode = ref<(typeof sweepModes)[number]>('every combination')
  const draws = ref('10')

  /** What the configuration says of a value. */
  function errorOf(key: string, value: string | number): string | undefined {
    const base = config()
    return base && configErrors(unflattenConfig({ ...flattenConfig(base), [key]: value }))[key]
  }
  const parsed = computed(() =>
    axes.value.map(({ key, text }): { axis?: SweepAxis; error?: string } => {
      if (text.trim() === '') return { error: 'expected values such as 0.1, 1' }
      try {
        const axis = parseAxis(key, text)
        const wrong = axis.kind === 'values' ? axis.values.map((value) => errorOf(key, value)).find(Boolean) : undefined
        return wrong ? { error: wrong } : { axis }
      } catch (error) {
        return { error: messageOf(error).replace(`${key}: `, '') }
      }
    }),
  )
  const count = (text: string, most: number) => {
    const value = Number(text)
    return text.trim() !== '' && Number.isInteger(value) && value >= 1 && value <= most ? value : undefined
  }
  const seedsError = computed(() => (count(seeds.value, 100) === undefined ? 'expected a whole number from 1 to 100' : undefined))
  const drawsError = computed(() =>
    mode.value === 'at random' && count(draws.value, mostRuns) === undefined
      ? `expected a whole number from 1 to ${mostRuns}`
      : undefined,
  )
  /** Nothing is swept until something varies. */
  const isSweep = computed(() => axes.value.length > 0 || seeds.value.trim() !== '1')

  const plan = computed<SweepPlan | undefined>(() => {
    const good = parsed.value.flatMap(({ axis }) => axis ?? [])
    if (seedsError.value || drawsError.value || good.length < axes.value.length) return undefined
    const random = mode.value === 'at random' && axes.value.length > 0 ? Number(draws.value) : undefined
    return { axes: good, seeds: Number(seeds.value), ...(random !== undefined && { random }) }
  })
  /** The configurations it makes, or why it makes none. */
  const made = computed<{ configs: RunConfig[]; problem?: string }>(() => {
    const base = config()
    if (!isSweep.value || !plan.value || !base) return { configs: [] }
    try {
      return { configs: expandSweep(base, plan.value) }
    } catch (error) {
      return { configs: [], problem: messageOf(error) }
    }
  })

  return {
    axes,
    seeds,
    mode,
    draws,
    parsed,
    seedsError,
    drawsError,
    isSweep,
    plan,
    made,
    add: (key: string) => axes.value.push({ key, text: '' }),
    remove: (index: number) => void axes.value.splice(index, 1),
  }
}
export type SweepForm = ReturnType<typeof useSweepForm>
