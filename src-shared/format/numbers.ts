const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
/** What stands where there is no value yet. */
export const noValue = '–'

/** "12,840" */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? noValue : grouped.format(value)
}

/** Four significant figures at a steady width: "0.0163", "1.204", "3.1e-7". */
export function formatLoss(value: number | null | undefined): string {
  if (value === null || value === undefined) return noValue
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 1e-4 || size >= 1e5) return value.toExponential(1)
  return size < 1 ? value.toFixed(4) : value.toPrecision(4)
}

/** dB with one decimal: "21.3" */
export function formatDecibel(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? noValue : value.toFixed(1)
}

/** "398"; one decimal below ten. */
export function formatSpeed(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return noValue
  return value < 10 ? value.toFixed(1) : grouped.format(value)
}

/** "12 %", never "100 %" before the end. */
export function formatPercent(share: number): string {
  return `${share >= 1 ? 100 : Math.min(99, Math.floor(share * 100))} %`
}

/** "4.2 MB" */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`
}

/** An axis' step: "500", "4k", "12.5k", "1M". */
export function formatTick(value: number): string {
  const size = Math.abs(value)
  const short = (scaled: number) => String(Number(scaled.toFixed(size >= 1e6 ? 2 : 1)))
  if (size >= 1e6) return `${short(value / 1e6)}M`
  if (size >= 1e3) return `${short(value / 1e3)}k`
  return String(Number(value.toPrecision(3)))
}

/** A hyperparameter's value: exponents only where they shorten it: "5e-4", "0.01", "4,000". */
export function formatParameter(value: string | number): string {
  if (typeof value === 'string') return value
  const size = Math.abs(value)
  if (Number.isInteger(value)) return grouped.format(value)
  return size < 1e-3 || size >= 1e7 ? value.toExponential().replace('e+', 'e') : String(value)
}
