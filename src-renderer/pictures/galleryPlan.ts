import type { MethodReference } from '../../src-shared/contract/exploration-calls.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../src-shared/masks/registry.ts'
import { randomStream } from '../../src-shared/random.ts'

/** One column of filled-in pictures: who fills, under which masks. */
export interface GalleryColumn {
  readonly key: string
  readonly label: string
  readonly method: MethodReference
  readonly mask: MaskSpec
  /** Training never drew such masks. */
  readonly outsideTraining: boolean
}

export const methodKey = (method: MethodReference) => (method.kind === 'run' ? `${method.run}@${method.checkpoint}` : method.name)
export const columnKey = (method: MethodReference, mask: MaskSpec) => `${methodKey(method)} ${formatMaskSpec(mask)}`

/** The filling rates shown beside one another, easy to hard. */
export const rates = [0.9, 0.7, 0.5, 0.3, 0.1] as const

export const orders = ['first', 'worst', 'best', 'random'] as const

/**
 * Pictures by what one method reached on them; those without a value last either way.
 *
 * @param psnr dB by picture number, from 0
 * @returns picture numbers
 */
export function rank(psnr: readonly number[], order: 'worst' | 'best'): number[] {
  const sign = order === 'worst' ? 1 : -1
  const known = (value: number) => !Number.isNaN(value)
  return psnr
    .map((value, i) => ({ value, i }))
    .sort((a, b) => {
      if (known(a.value) !== known(b.value)) return known(a.value) ? -1 : 1
      return known(a.value) ? sign * (a.value - b.value) || a.i - b.i : a.i - b.i
    })
    .map(({ i }) => i)
}

/** Every number below `count` once, always in the same random order. */
export function shuffled(count: number): number[] {
  const random = randomStream(0, 'gallery order')
  const numbers = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!]
  }
  return numbers
}
