import type { MaskGenerator } from './mask.ts'

/** Everything missing: p = 0, the totally masked input. */
export const allMissing: MaskGenerator = {
  kind: 'all',
  label: 'All missing',
  hasRate: false,
  fixedRate: 0,
  generate: (size) => new Uint8Array(size * size),
}
