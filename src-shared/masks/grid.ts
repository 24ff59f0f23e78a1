import type { GeneratedMaskKind, MaskGenerator } from './mask.ts'

/** One known pixel in every factor×factor cell: the link to super-resolution. */
const grid = (kind: GeneratedMaskKind, factor: number): MaskGenerator => ({
  kind,
  label: `Grid ×${factor}`,
  hasRate: false,
  fixedRate: 1 / factor ** 2,
  generate(size) {
    const phase = (factor - 1) >> 1
    return Uint8Array.from({ length: size * size }, (_, i) =>
      (i % size) % factor === phase && Math.floor(i / size) % factor === phase ? 1 : 0,
    )
  },
})

export const gridOfTwo = grid('grid-2', 2)
export const gridOfFour = grid('grid-4', 4)
