import type { MaskGenerator } from './mask.ts'

/** Bernoulli: each pixel is known with probability p. */
export const randomMask: MaskGenerator = {
  kind: 'random',
  label: 'Random',
  hasRate: true,
  generate(size, p, random) {
    const mask = new Uint8Array(size * size)
    for (let i = 0; i < mask.length; i++) mask[i] = random.uniform() < p ? 1 : 0
    return mask
  },
}
