import { sameMask } from './strokes.ts'

/** A mask and the way to it and back: every function answers a new history. */
export interface MaskHistory {
  readonly past: readonly Uint8Array[]
  readonly present: Uint8Array
  readonly future: readonly Uint8Array[]
}

/** Steps that can be undone. */
const kept = 500

export const beginHistory = (present: Uint8Array): MaskHistory => ({ past: [], present, future: [] })

/** One step: a whole stroke, an inversion. Nothing where it changes nothing. */
export function commit(history: MaskHistory, next: Uint8Array): MaskHistory {
  if (sameMask(history.present, next)) return history
  return { past: [...history.past, history.present].slice(-kept), present: next, future: [] }
}

export function undo({ past, present, future }: MaskHistory): MaskHistory {
  const before = past.at(-1)
  return before ? { past: past.slice(0, -1), present: before, future: [present, ...future] } : { past, present, future }
}

export function redo({ past, present, future }: MaskHistory): MaskHistory {
  const [after, ...rest] = future
  return after ? { past: [...past, present], present: after, future: rest } : { past, present, future }
}
