const two = (value: number) => String(value).padStart(2, '0')

/** In a sentence: "8 min left", "45 s left", "2 h 05 min left". */
export function timeLeft(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return 'time left unknown'
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s left`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min left`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ${two(Math.round((seconds % 3600) / 60) % 60)} min left`
  return `${Math.round(seconds / 86_400)} days left`
}
