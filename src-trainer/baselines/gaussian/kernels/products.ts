/**
 * Products of rows with rows, double precision. Both operands lie in memory along the sum, so nothing is packed: a tile of 3×4 sums
 * of two lanes each stays in the registers that a processor with 16 of them has.
 *
 * All sizes are counts of numbers, all steps are bytes.
 */

/** Numbers of a sum and rows of the right operand done at once: 96 kB, which stay in the second cache. */
const CHUNK: i32 = 256
const BLOCK: i32 = 48

// @ts-ignore: decorator
@inline
function lanes(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

// @ts-ignore: decorator
@inline
function take(c: usize, sum: v128): void {
  store<f64>(c, load<f64>(c) - lanes(sum))
}

/** Σ a·b over k numbers. */
// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, k: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0
  let t = 0
  for (; t + 4 <= k; t += 4) {
    s0 = f64x2.relaxed_madd(v128.load(a), v128.load(b), s0)
    s1 = f64x2.relaxed_madd(v128.load(a, 16), v128.load(b, 16), s1)
    a += 32
    b += 32
  }
  let sum = lanes(f64x2.add(s0, s1))
  for (; t < k; t++) {
    sum += load<f64>(a) * load<f64>(b)
    a += 8
    b += 8
  }
  return sum
}

/** Three rows of a with four of b. */
function tile3x4(c: usize, cStep: usize, a: usize, aStep: usize, b: usize, bStep: usize, k: i32): void {
  let s00 = f64x2.splat(0), s01 = s00, s02 = s00, s03 = s00
  let s10 = s00, s11 = s00, s12 = s00, s13 = s00
  let s20 = s00, s21 = s00, s22 = s00, s23 = s00
  let a0 = a, a1 = a + aStep, a2 = a1 + aStep
  let b0 = b, b1 = b + bStep, b2 = b1 + bStep, b3 = b2 + bStep
  for (let t = 2; t <= k; t += 2) {
    const x0 = v128.load(a0), x1 = v128.load(a1), x2 = v128.load(a2)
    let y = v128.load(b0)
    s00 = f64x2.relaxed_madd(x0, y, s00)
    s10 = f64x2.relaxed_madd(x1, y, s10)
    s20 = f64x2.relaxed_madd(x2, y, s20)
    y = v128.load(b1)
    s01 = f64x2.relaxed_madd(x0, y, s01)
    s11 = f64x2.relaxed_madd(x1, y, s11)
    s21 = f64x2.relaxed_madd(x2, y, s21)
    y = v128.load(b2)
    s02 = f64x2.relaxed_madd(x0, y, s02)
    s12 = f64x2.relaxed_madd(x1, y, s12)
    s22 = f64x2.relaxed_madd(x2, y, s22)
    y = v128.load(b3)
    s03 = f64x2.relaxed_madd(x0, y, s03)
    s13 = f64x2.relaxed_madd(x1, y, s13)
    s23 = f64x2.relaxed_madd(x2, y, s23)
    a0 += 16
    a1 += 16
    a2 += 16
    b0 += 16
    b1 += 16
    b2 += 16
    b3 += 16
  }
  take(c, s00)
  take(c + 8, s01)
  take(c + 16, s02)
  take(c + 24, s03)
  c += cStep
  take(c, s10)
  take(c + 8, s11)
  take(c + 16, s12)
  take(c + 24, s13)
  c += cStep
  take(c, s20)
  take(c + 8, s21)
  take(c + 16, s22)
  take(c + 24, s23)
  if (k & 1) edge(c - 2 * cStep, cStep, a0, aStep, b0, bStep, 3, 4, 1)
}

/** What a tile does for an odd last term, and at the edges. */
function edge(c: usize, cStep: usize, a: usize, aStep: usize, b: usize, bStep: usize, m: i32, n: i32, k: i32): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = c + (<usize>i) * cStep + ((<usize>j) << 3)
      store<f64>(to, load<f64>(to) - dot(a + (<usize>i) * aStep, b + (<usize>j) * bStep, k))
    }
  }
}

/**
 * C [m, n] −= A [m, k] · Bᵀ, B [n, k]. With `lower`, of C's rows i only the columns up to i + 3 are needed, and others may be left.
 */
export function subtractProducts(
  c: usize, cStep: usize, a: usize, aStep: usize, b: usize, bStep: usize, m: i32, n: i32, k: i32, lower: bool,
): void {
  for (let from = 0; from < k; from += CHUNK) {
    const length = min(CHUNK, k - from), at = (<usize>from) << 3
    for (let first = 0; first < n; first += BLOCK) {
      for (let i = lower ? (first / 3) * 3 : 0; i < m; i += 3) {
        const row = a + (<usize>i) * aStep + at, out = c + (<usize>i) * cStep
        const end = min(min(n, first + BLOCK), lower ? i + 3 : n)
        for (let j = first; j < end; j += 4) {
          const to = out + ((<usize>j) << 3), other = b + (<usize>j) * bStep + at
          if (i + 3 <= m && j + 4 <= n) tile3x4(to, cStep, row, aStep, other, bStep, length)
          else edge(to, cStep, row, aStep, other, bStep, min(3, m - i), min(4, n - j), length)
        }
      }
    }
  }
}
