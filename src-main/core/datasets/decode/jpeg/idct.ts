/** Position in the block, row by row, of the k-th coefficient in zigzag order. */
export const ZIGZAG = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
  49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
])

const workspace = new Int32Array(64)

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}

/**
 * The inverse cosine transform of Loeffler, Ligtenberg and Moschytz in 13-bit fixed point: libjpeg's "slow integer" method (jidctint),
 * to the bit. The faster methods are off by a grey level on average, which averaging over a pixel's area does not take away.
 *
 * @param block [64] dequantized coefficients, row by row; cleared on return
 * @param last zigzag position of the last that is not 0
 * @param out samples are written to its rows of `stride` from `at`
 */
export function inverseTransform(block: Int32Array, last: number, out: Uint8Array, at: number, stride: number): void {
  if (last === 0) {
    const value = clamp(((block[0]! + 4) >> 3) + 128)
    block[0] = 0
    for (let y = 0, row = at; y < 8; y++, row += stride) out.fill(value, row, row + 8)
    return
  }
  const ws = workspace
  for (let c = 0; c < 8; c++) {
    const b1 = block[c + 8]!
    const b2 = block[c + 16]!
    const b3 = block[c + 24]!
    const b4 = block[c + 32]!
    const b5 = block[c + 40]!
    const b6 = block[c + 48]!
    const b7 = block[c + 56]!
    if ((b1 | b2 | b3 | b4 | b5 | b6 | b7) === 0) {
      const value = block[c]! << 2
      ws[c] = ws[c + 8] = ws[c + 16] = ws[c + 24] = ws[c + 32] = ws[c + 40] = ws[c + 48] = ws[c + 56] = value
      continue
    }
    const even = Math.imul(b2 + b6, 4433)
    const t2 = even - Math.imul(b6, 15137)
    const t3 = even + Math.imul(b2, 6270)
    const t0 = (block[c]! + b4) << 13
    const t1 = (block[c]! - b4) << 13
    const e0 = t0 + t3
    const e1 = t1 + t2
    const e2 = t1 - t2
    const e3 = t0 - t3
    const z5 = Math.imul(b7 + b3 + b5 + b1, 9633)
    const z1 = Math.imul(b7 + b1, -7373)
    const z2 = Math.imul(b5 + b3, -20995)
    const z3 = Math.imul(b7 + b3, -16069) + z5
    const z4 = Math.imul(b5 + b1, -3196) + z5
    const o0 = Math.imul(b7, 2446) + z1 + z3
    const o1 = Math.imul(b5, 16819) + z2 + z4
    const o2 = Math.imul(b3, 25172) + z2 + z3
    const o3 = Math.imul(b1, 12299) + z1 + z4
    ws[c] = (e0 + o3 + 1024) >> 11
    ws[c + 56] = (e0 - o3 + 1024) >> 11
    ws[c + 8] = (e1 + o2 + 1024) >> 11
    ws[c + 48] = (e1 - o2 + 1024) >> 11
    ws[c + 16] = (e2 + o1 + 1024) >> 11
    ws[c + 40] = (e2 - o1 + 1024) >> 11
    ws[c + 24] = (e3 + o0 + 1024) >> 11
    ws[c + 32] = (e3 - o0 + 1024) >> 11
  }
  block.fill(0)
  const half = (1 << 17) + (128 << 18) // rounding, and samples are centred on 128
  for (let r = 0, row = at; r < 64; r += 8, row += stride) {
    const b1 = ws[r + 1]!
    const b2 = ws[r + 2]!
    const b3 = ws[r + 3]!
    const b4 = ws[r + 4]!
    const b5 = ws[r + 5]!
    const b6 = ws[r + 6]!
    const b7 = ws[r + 7]!
    const even = Math.imul(b2 + b6, 4433)
    const t2 = even - Math.imul(b6, 15137)
    const t3 = even + Math.imul(b2, 6270)
    const t0 = ((ws[r]! + b4) << 13) + half
    const t1 = ((ws[r]! - b4) << 13) + half
    const e0 = t0 + t3
    const e1 = t1 + t2
    const e2 = t1 - t2
    const e3 = t0 - t3
    const z5 = Math.imul(b7 + b3 + b5 + b1, 9633)
    const z1 = Math.imul(b7 + b1, -7373)
    const z2 = Math.imul(b5 + b3, -20995)
    const z3 = Math.imul(b7 + b3, -16069) + z5
    const z4 = Math.imul(b5 + b1, -3196) + z5
    const o0 = Math.imul(b7, 2446) + z1 + z3
    const o1 = Math.imul(b5, 16819) + z2 + z4
    const o2 = Math.imul(b3, 25172) + z2 + z3
    const o3 = Math.imul(b1, 12299) + z1 + z4
    out[row] = clamp((e0 + o3) >> 18)
    out[row + 7] = clamp((e0 - o3) >> 18)
    out[row + 1] = clamp((e1 + o2) >> 18)
    out[row + 6] = clamp((e1 - o2) >> 18)
    out[row + 2] = clamp((e2 + o1) >> 18)
    out[row + 5] = clamp((e2 - o1) >> 18)
    out[row + 3] = clamp((e3 + o0) >> 18)
    out[row + 4] = clamp((e3 - o0) >> 18)
  }
}
