import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { SamplePanel } from '../../src-shared/runs.ts'
import { samePanel } from '../pictures/samePanel.ts'
import { connection } from '../rpc/client.ts'
import { useComparison } from './comparison.ts'
import { createRefresher } from './refresher.ts'

const keptAnswers = 200

/** The last logged step up to `step`, or the first there is. */
export function stepAt(steps: readonly number[], step: number): number | undefined {
  return steps.findLast((logged) => logged <= step) ?? steps[0]
}

export interface ShownSamples {
  readonly step: number
  readonly filled: Uint8Array
}

/** The sample pictures of the compared runs at one step. */
export const useComparedSamples = defineStore('comparedSamples', () => {
  const comparison = useComparison()
  /** While they are on the page. */
  const active = ref(false)
  const panels = shallowRef<ReadonlyMap<string, SamplePanel | null>>(new Map())
  /** By run; stays until the next has come. */
  const shown = shallowRef<ReadonlyMap<string, ShownSamples>>(new Map())
  const kept = new Map<string, Uint8Array>()
  const loaded = ref(false)
  /** Number of the picture shown, from 0. */
  const picture = ref(0)
  /** A step, up to which each run shows its last pictures; none: the last, whatever comes. */
  const chosenStep = ref<number>()

  const stepsOf = (run: string) => comparison.figures.get(run)?.sampleSteps ?? []
  const steps = computed(() => [...new Set(comparison.compared.flatMap(({ id }) => stepsOf(id)))].sort((a, b) => a - b))
  const position = computed(() => {
    const last = steps.value.length - 1
    return chosenStep.value === undefined
      ? last
      : Math.max(
          0,
          steps.value.findLastIndex((logged) => logged <= chosenStep.value!),
        )
  })
  const step = computed(() => steps.value[position.value])
  /** The first run's pictures that there are: what the others must have too. */
  const panel = computed(() => comparison.compared.map(({ id }) => panels.value.get(id)).find((one) => !!one))
  /** Runs with these pictures under these masks, and those that have others. */
  const comparable = computed(() =>
    comparison.compared.filter(({ id }) => panel.value && samePanel(panels.value.get(id), panel.value)),
  )
  const others = computed(() =>
    comparison.compared.filter(({ id }) => panel.value && !comparable.value.some((run) => run.id === id)),
  )

  async function samplesOf(run: string, at: number): Promise<Uint8Array> {
    const key = `${run} ${at}`
    const filled = kept.get(key) ?? (await connection.call('runs.samples', { run, step: at })).filled
    kept.delete(key)
    kept.set(key, filled)
    if (kept.size > keptAnswers) kept.delete(kept.keys().next().value!)
    return filled
  }

  const refresher = createRefresher(async () => {
    if (!active.value) return
    const runs = comparison.compared.map(({ id }) => id)
    const wanted = step.value
    try {
      const found = await Promise.all(
        runs.map(async (run) => [run, panels.value.get(run) ?? (await connection.call('runs.panel', { run }))] as const),
      )
      panels.value = new Map(found)
      if (wanted !== undefined) {
        const answers = await Promise.all(
          runs.map(async (run) => {
            const at = stepAt(stepsOf(run), wanted)
            return at === undefined ? [] : [[run, { step: at, filled: await samplesOf(run, at) }] as const]
          }),
        )
        shown.value = new Map(answers.flat())
      }
      loaded.value = comparison.figures.size > 0
    } catch {
      // The last pictures stay; a lost connection has its own bar.
    }
  }, 60)
  watch([active, () => comparison.compared.map(({ id }) => id).join(), step], () => refresher.request(), {
    immediate: true,
  })

  function choose(index: number) {
    chosenStep.value = index >= steps.value.length - 1 ? undefined : steps.value[Math.max(0, index)]
  }

  return { active, panel, comparable, others, shown, steps, chosenStep, position, picture, loaded, choose }
})
