import { computed, ref, shallowRef, watch } from 'vue'
import {
  configErrors,
  differingKeys,
  flattenConfig,
  type Hyperparameter,
  hyperparameters,
  type RunConfig,
  runConfigSchema,
  unflattenConfig,
} from '../../src-shared/config.ts'
import type { EngineChoice } from '../../src-shared/contract/engine-choice.ts'
import { describeRunName, type Preset, presets } from '../../src-shared/presets.ts'
import type { RunSummary } from '../../src-shared/runs.ts'

/** The order in which a person decides. */
export const groups = ['Data', 'Model', 'Loss', 'Masks', 'Optimisation', 'Schedule'] as const

const isNumber = (field: Hyperparameter) => field.min !== undefined

/** What a field's text stands for; text that is no number stays text, for the schema to refuse. */
export function fieldValue(field: Hyperparameter, text: string): string | number {
  return isNumber(field) && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}

/** The launch form: texts as typed, the configuration they make, each field's complaint, what differs from the preset. */
export function useLaunchForm() {
  const presetName = ref(presets[0]!.name)
  const name = ref('')
  const engine = ref<EngineChoice>({ engine: 'auto' })
  const texts = ref<Record<string, string>>({})
  /** The run it was cloned from. */
  const source = shallowRef<RunSummary>()

  const preset = computed<Preset>(() => presets.find((candidate) => candidate.name === presetName.value) ?? presets[0]!)

  function fill(config: RunConfig) {
    texts.value = Object.fromEntries(Object.entries(flattenConfig(config)).map(([key, value]) => [key, String(value)]))
  }
  fill(preset.value.config)
  watch(presetName, () => fill(preset.value.config))

  function clone(run: RunSummary) {
    source.value = run
    if (presets.some((candidate) => candidate.name === run.preset)) presetName.value = run.preset
    // After the preset's watcher has run.
    void Promise.resolve().then(() => fill(run.config))
  }

  const candidate = computed(() =>
    unflattenConfig(
      Object.fromEntries(hyperparameters.map((field) => [field.key, fieldValue(field, texts.value[field.key] ?? '')])),
    ),
  )
  const errors = computed(() => configErrors(candidate.value))
  const config = computed<RunConfig | undefined>(() => runConfigSchema.safeParse(candidate.value).data)
  const differing = computed(() => {
    if (config.value) return new Set(differingKeys(config.value, preset.value.config))
    const flat = flattenConfig(preset.value.config)
    return new Set(
      hyperparameters
        .filter((field) => fieldValue(field, texts.value[field.key] ?? '') !== flat[field.key])
        .map(({ key }) => key),
    )
  })
  const generatedName = computed(() => describeRunName(config.value ?? preset.value.config, preset.value))

  function reset(key: string) {
    texts.value[key] = String(flattenConfig(preset.value.config)[key])
  }

  return { presetName, preset, name, engine, texts, source, errors, config, differing, generatedName, clone, reset }
}
