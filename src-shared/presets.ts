import type { RunConfig } from './config.ts'
import { differingKeys, flattenConfig } from './config.ts'
import { WorkbenchError } from './errors.ts'

/** A named starting point for a run. */
export interface Preset {
  readonly name: string
  readonly description: string
  readonly config: RunConfig
}

/**
 * The slides' experiment. Given there: model, loss, masks p ~ U(0.1, 0.9), 32×32. Not given, and chosen here:
 * α = 1, β = 0.01, Adam 1e-3, batch 64, the schedule.
 */
const slides: Preset = {
  name: 'slides',
  description: 'The original’s model, loss and masks; α, β, learning rate, batch size and schedule are this program’s choice.',
  config: {
    dataset: 'synthetic-faces',
    imageSize: 32,
    model: { name: 'slides' },
    alpha: 1,
    beta: 0.01,
    mask: { kind: 'random', pMin: 0.1, pMax: 0.9 },
    learningRate: 1e-3,
    batchSize: 64,
    steps: 20_000,
    seed: 1,
    validateEvery: 250,
    validationImages: 128,
    checkpointEvery: 250,
  },
}

export const presets: readonly Preset[] = [slides]

/** @throws WorkbenchError `preset` */
export function findPreset(name: string): Preset {
  const preset = presets.find((candidate) => candidate.name === name)
  if (!preset)
    throw new WorkbenchError('preset', `unknown preset "${name}": expected ${presets.map((entry) => entry.name).join(', ')}`)
  return preset
}

/** Names too long or too common to tell runs apart. */
const unnamed = new Set(['seed', 'steps', 'dataset', 'validateEvery', 'validationImages', 'checkpointEvery'])

/** "slides-beta0.02": the preset and what differs from it; the run store appends a number. */
export function describeRunName(config: RunConfig, preset: Preset): string {
  const flat = flattenConfig(config)
  const parts = differingKeys(config, preset.config)
    .filter((key) => !unnamed.has(key))
    .slice(0, 3)
    .map((key) => `${key.split('.').at(-1)}${flat[key]}`)
  return [preset.name, ...parts].join('-')
}
