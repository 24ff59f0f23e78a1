import type { MaskSpec } from '../masks/mask.ts'
import { maskGenerator } from '../masks/registry.ts'

/** For a line's end: "random 0.5", "rect 0.75", "all". */
export function shortMask(spec: MaskSpec): string {
  if (!maskGenerator(spec.kind).hasRate) return spec.kind
  return `${spec.kind === 'rect-centred' ? 'rect' : spec.kind.replace('rect-random', 'rect random')} ${spec.p}`
}
