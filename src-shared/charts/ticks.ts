/** Few, round ticks: two or three gridlines carry a chart. */

/** Multiples of 1, 2 or 5 times a power of ten within [low, high], about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return Number.isFinite(low) ? [low] : []
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999)! * power
  return multiples(low, high, step)
}

function multiples(low: number, high: number, step: number, offset = 0): number[] {
  const ticks: number[] = []
  const first = Math.ceil((low - offset) / step - 1e-9)
  for (let i = first; i * step + offset <= high + step * 1e-9; i++) {
    ticks.push(Number((i * step + offset).toPrecision(15)))
  }
  return ticks
}

const second = 1
const minute = 60
const hour = 3600
const day = 86_400
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * day),
]

/** Round seconds, minutes, hours or days within [low, high] seconds, at most about `count`; `offset` moves midnight. */
export function timeTicks(low: number, high: number, count: number, offset = 0): number[] {
  if (!(high > low)) return Number.isFinite(low) ? [low] : []
  if (high - low < count) return niceTicks(low, high, count)
  const step = timeSteps.find((candidate) => (high - low) / candidate <= count) ?? timeSteps.at(-1)!
  return multiples(low, high, step, offset)
}

/** 1 and 3 of every decade, powers alone over many decades, plain round numbers within one. */
export function logTicks(low: number, high: number, count = 5): number[] {
  if (!(low > 0) || !(high > low)) return []
  const within = (factors: readonly number[]) => {
    const ticks: number[] = []
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (const factor of factors) {
        const tick = Number(`${factor}e${power}`)
        if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick)
      }
    }
    return ticks
  }
  const thirds = within([1, 3])
  if (thirds.length > count) {
    const powers = within([1])
    const every = Math.ceil(powers.length / count)
    return powers.filter((_, i) => i % every === 0)
  }
  if (thirds.length >= 2) return thirds
  const halves = within([1, 2, 5])
  return halves.length >= 2 ? halves : niceTicks(low, high, count - 1)
}
