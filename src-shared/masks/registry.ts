import { WorkbenchError } from '../errors.ts'
import type { RandomStream } from '../random.ts'
import { allMissing } from './all.ts'
import { gridOfFour, gridOfTwo } from './grid.ts'
import { halfMissing } from './half.ts'
import type { GeneratedMaskKind, MaskGenerator, MaskSpec } from './mask.ts'
import { outpaintBorder } from './outpaint.ts'
import { randomPattern } from './pattern.ts'
import { randomMask } from './random.ts'
import { centredRectangle, randomRectangle } from './rectangle.ts'
import { mediumStrokes, thickStrokes, thinStrokes } from './strokes.ts'

/** Every generated mask kind. */
export const maskGenerators: readonly MaskGenerator[] = [
  randomMask,
  centredRectangle,
  randomRectangle,
  halfMissing,
  thinStrokes,
  mediumStrokes,
  thickStrokes,
  randomPattern,
  gridOfTwo,
  gridOfFour,
  outpaintBorder,
  allMissing,
]

const byKind = new Map(maskGenerators.map((generator) => [generator.kind, generator]))

export function maskGenerator(kind: GeneratedMaskKind): MaskGenerator {
  return byKind.get(kind)!
}

/** @returns [size·size], 1 = known, 0 = missing */
export function generateMask(spec: MaskSpec, size: number, random: RandomStream): Uint8Array {
  return maskGenerator(spec.kind).generate(size, spec.p, random)
}

/** "random:0.5", "rect-centred:0.75", "all": the form used on the command line, in metric names and in the database. */
export function formatMaskSpec(spec: MaskSpec): string {
  return maskGenerator(spec.kind).hasRate ? `${spec.kind}:${spec.p}` : spec.kind
}

/**
 * @param others what else the caller takes, for the message
 * @throws WorkbenchError `mask-spec`
 */
export function parseMaskSpec(text: string, others: readonly string[] = []): MaskSpec {
  const [kind = '', rate, ...rest] = text.split(':')
  const generator = byKind.get(kind as GeneratedMaskKind)
  if (!generator || rest.length > 0) {
    const forms = [...maskGenerators.map((entry) => (entry.hasRate ? `${entry.kind}:p` : entry.kind)), ...others]
    throw new WorkbenchError('mask-spec', `unknown mask "${text}": expected ${forms.join(', ')}`)
  }
  if (!generator.hasRate) {
    if (rate !== undefined)
      throw new WorkbenchError('mask-spec', `mask "${text}": ${kind} takes no filling rate; write "${kind}"`)
    return { kind: generator.kind, p: generator.fixedRate ?? 0 }
  }
  const p = Number(rate)
  if (rate === undefined || rate === '' || !(p >= 0 && p <= 1)) {
    throw new WorkbenchError(
      'mask-spec',
      `mask "${text}": expected a filling rate from 0 to 1 such as "${kind}:0.5", the share of known pixels`,
    )
  }
  return { kind: generator.kind, p }
}

/** For people: "Random p = 0.30 (30 % known)". */
export function describeMaskSpec(spec: MaskSpec): string {
  return `${maskGenerator(spec.kind).label} ${describeRate(spec.p)}`
}

export function describeRate(p: number): string {
  return `p = ${p.toFixed(2)} (${Math.round(p * 100)} % known)`
}

/** The slides' four masks, in the slides' order. */
export const slidesMasks: readonly MaskSpec[] = [
  { kind: 'rect-centred', p: 0.75 },
  { kind: 'random', p: 0.5 },
  { kind: 'random', p: 0.3 },
  { kind: 'all', p: 0 },
]
