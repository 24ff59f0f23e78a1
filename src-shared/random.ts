/**
 * Counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * A stream is addressed, not advanced: `randomStream(seed, 'mask', step, image)` gives the same numbers whenever and wherever
 * it is asked for, so that any batch can be made again and a resumed run continues to the last bit.
 */
export interface RandomStream {
  /** 32 random bits. */
  uint32(): number
  /** Uniform in [0, 1), 24 bits, exact in float32. */
  uniform(): number
  /** Uniform integer in [0, n), unbiased; n from 1 to 2^32. */
  below(n: number): number
  /** Standard normal (Box–Muller). */
  normal(): number
  /** Fills `target` with uniforms in [low, high). */
  fillUniform(target: Float32Array, low: number, high: number): void
}

const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85

/** High 32 bits of a 32×32-bit product. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = (middle & 0xffff) + aLow * bHigh
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0
}

/**
 * One Philox4x32-10 block.
 *
 * @param counter four 32-bit words
 * @param key two 32-bit words
 * @returns four random 32-bit words
 */
export function philox(counter: readonly [number, number, number, number], key: readonly [number, number]): Uint32Array {
  let [c0, c1, c2, c3] = counter
  let [k0, k1] = key
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(M0, c0)
    const low0 = Math.imul(M0, c0) >>> 0
    const high1 = multiplyHigh(M1, c2)
    const low1 = Math.imul(M1, c2) >>> 0
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  return Uint32Array.of(c0, c1, c2, c3)
}

/** FNV-1a of a purpose's name: the second key word, so that streams of different purposes never meet. */
function purposeKey(purpose: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/**
 * The stream of a seed, a purpose and up to three counters (step, image, …).
 *
 * @param seed integer in [0, 2^32)
 * @param purpose a short name such as "mask" or "shuffle"
 * @param counters integers in [0, 2^32)
 */
export function randomStream(
  seed: number,
  purpose: string,
  ...counters: [] | [number] | [number, number] | [number, number, number]
): RandomStream {
  const key: [number, number] = [seed >>> 0, purposeKey(purpose)]
  const [a = 0, b = 0, c = 0] = counters
  let block = 0
  let words = new Uint32Array(0)
  let next = 4
  let spareNormal: number | undefined

  function uint32(): number {
    if (next >= 4) {
      words = philox([block++ >>> 0, a >>> 0, b >>> 0, c >>> 0], key) as Uint32Array<ArrayBuffer>
      next = 0
    }
    return words[next++]!
  }
  const uniform = () => (uint32() >>> 8) / 0x1000000

  return {
    uint32,
    uniform,
    below(n) {
      const limit = 0x100000000 - (0x100000000 % n)
      for (;;) {
        const value = uint32()
        if (value < limit) return value % n
      }
    },
    normal() {
      if (spareNormal !== undefined) {
        const value = spareNormal
        spareNormal = undefined
        return value
      }
      const radius = Math.sqrt(-2 * Math.log((uint32() + 1) / 0x100000000))
      const angle = 2 * Math.PI * uniform()
      spareNormal = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    fillUniform(target, low, high) {
      for (let i = 0; i < target.length; i++) target[i] = low + (high - low) * uniform()
    },
  }
}

/** A random permutation of 0 … n − 1 (Fisher–Yates). */
export function permutation(n: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const swap = order[i]!
    order[i] = order[j]!
    order[j] = swap
  }
  return order
}
