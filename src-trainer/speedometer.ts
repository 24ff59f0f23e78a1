/** Window over which speed is averaged, in milliseconds of training time. */
const windowMs = 5_000

export interface Speedometer {
  /** Call after every step. @returns images per second over the last five seconds of training */
  record(images: number): number
  /** Call when something other than training took time (a validation, a wait): it does not count. */
  exclude(): void
}

/** @param now a monotonic clock in milliseconds */
export function createSpeedometer(now: () => number = () => performance.now()): Speedometer {
  const laps: { images: number; ms: number }[] = []
  let last = now()
  return {
    record(images) {
      const time = now()
      laps.push({ images, ms: time - last })
      last = time
      let total = laps.reduce((sum, lap) => sum + lap.ms, 0)
      while (laps.length > 1 && total - laps[0]!.ms >= windowMs) total -= laps.shift()!.ms
      const count = laps.reduce((sum, lap) => sum + lap.images, 0)
      return total > 0 ? (count * 1000) / total : 0
    },
    exclude() {
      last = now()
    },
  }
}
