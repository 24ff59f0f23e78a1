import type { MaskGenerator } from './mask.ts'

/** The left, right, upper or lower half missing, each as often. */
export const halfMissing: MaskGenerator = {
  kind: 'half',
  label: 'Half',
  hasRate: false,
  fixedRate: 0.5,
  generate(size, _p, random) {
    const side = random.below(4)
    const upright = side < 2
    const first = side % 2 === 0
    return Uint8Array.from({ length: size * size }, (_, i) => {
      const position = upright ? i % size : Math.floor(i / size)
      return position < size / 2 === first ? 0 : 1
    })
  },
}
