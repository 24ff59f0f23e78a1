import { formatMaskSpec } from '../../src-shared/masks/registry.ts'
import type { SamplePanel } from '../../src-shared/runs.ts'

const masksOf = (panel: SamplePanel) => panel.masks.map(({ spec }) => formatMaskSpec(spec)).join()
const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/** Whether two runs logged the same pictures under the same masks. */
export function samePanel(a: SamplePanel | null | undefined, b: SamplePanel): boolean {
  if (!a || a.size !== b.size || a.channels !== b.channels || masksOf(a) !== masksOf(b)) return false
  return sameBytes(a.originals, b.originals) && sameBytes(a.maskData, b.maskData)
}
