import { noValue } from '../../src-shared/format/numbers.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** A duration and its unit apart, so that the unit can stand quiet: "8:07" "min", "1:02:03" "h", "45" "s". */
export function splitDuration(seconds: number | null | undefined): { value: string; unit: string } {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return { value: noValue, unit: '' }
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return { value: String(whole), unit: 's' }
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return { value: `${minutes}:${two(whole % 60)}`, unit: 'min' }
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return { value: `${hours}:${two(minutes % 60)}:${two(whole % 60)}`, unit: 'h' }
  return { value: String(Math.round(hours / 24)), unit: 'days' }
}

/** Seconds until a training ends at its present speed. */
export function secondsLeft(run: {
  step: number
  imagesPerSecond: number | null
  config: { steps: number; batchSize: number }
}): number | null {
  if (!run.imagesPerSecond || run.imagesPerSecond <= 0) return null
  return ((run.config.steps - run.step) * run.config.batchSize) / run.imagesPerSecond
}

/** "just now", "5 min ago", "3 h ago", "2026-03-04 12:30". */
export function formatAgo(time: number | null | undefined, now: number): string {
  if (time === null || time === undefined) return noValue
  const seconds = (now - time) / 1000
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 24 * 3600) return `${Math.floor(seconds / 3600)} h ago`
  return formatDateTime(time)
}

/** Local time, the same everywhere: "2026-03-04 12:30". */
export function formatDateTime(time: number): string {
  const date = new Date(time)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** "12:30:05" */
export function formatClock(time: number): string {
  const date = new Date(time)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
