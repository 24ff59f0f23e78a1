import { differingKeys, flattenConfig, hyperparameters, type RunConfig } from '../config.ts'
import { formatParameter } from './numbers.ts'

export interface ConfigurationRow {
  readonly label: string
  readonly value: string
  /** What it says in the preset, where that is something else. */
  readonly preset?: string
}

/** "random p ~ U(0.1, 0.9)" */
export function describeTrainingMask({ mask }: RunConfig): string {
  if (mask.kind === 'all') return 'all missing'
  return mask.pMin === mask.pMax ? `${mask.kind} p = ${mask.pMin}` : `${mask.kind} p ~ U(${mask.pMin}, ${mask.pMax})`
}

/** A configuration as a table, the training mask's three values in one line. */
export function configurationRows(config: RunConfig, preset: RunConfig | undefined): ConfigurationRow[] {
  const flat = flattenConfig(config)
  const flatPreset = preset && flattenConfig(preset)
  const differs = new Set(preset ? differingKeys(config, preset) : [])
  const rows: ConfigurationRow[] = []
  let maskDone = false
  for (const { key, label, symbol, unit } of hyperparameters) {
    if (key.startsWith('mask.')) {
      if (maskDone) continue
      maskDone = true
      const other = preset && ['mask.kind', 'mask.pMin', 'mask.pMax'].some((part) => differs.has(part))
      rows.push({ label: 'masks', value: describeTrainingMask(config), ...(other && { preset: describeTrainingMask(preset) }) })
      continue
    }
    const text = (value: string | number) => `${formatParameter(value)}${unit ? ` ${unit}` : ''}`
    rows.push({
      label: symbol ? `${symbol}, ${label}` : label,
      value: text(flat[key]!),
      ...(flatPreset && differs.has(key) && { preset: text(flatPreset[key]!) }),
    })
  }
  return rows
}
