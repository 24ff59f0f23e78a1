import { patterns } from './dashes.ts'
import type { LineStyle } from './lines.ts'

const colours = 5

/** Colour and dash of the n-th line, from 0: five colours, and dashes when they come again. */
export function slotStyle(slot: number): Pick<LineStyle, 'colour' | 'dash'> {
  return { colour: (slot % colours) + 1, dash: patterns[Math.floor(slot / colours) % patterns.length]! }
}

/** Each key's slot: those it has already, and the least free ones. */
export function assignSlots(keys: readonly string[], before: ReadonlyMap<string, number>): Map<string, number> {
  const next = new Map<string, number>()
  for (const key of keys) if (before.has(key)) next.set(key, before.get(key)!)
  const taken = new Set(next.values())
  let free = 0
  for (const key of keys) {
    if (next.has(key)) continue
    while (taken.has(free)) free++
    taken.add(free)
    next.set(key, free)
  }
  return next
}
