// Transforms on the filter’s side: G g Gᵀ, and its transpose; see winograd-coefficients.ts.

import { EIGHT, A_, B_, A2_, B2_, AT_0_, AT_A_, AT_B_, LINE_ } from './winograd-coefficients'

/** G g Gᵀ: a filter's 3×3 values, `tap` apart → 36 points, `step` apart. */
export function filterTile(coefficients: usize, from: usize, tap: usize, square: usize, to: usize, step: usize): void {
  const a = v128.load32_splat(coefficients, A_), b = v128.load32_splat(coefficients, B_)
  const a2 = v128.load32_splat(coefficients, A2_), b2 = v128.load32_splat(coefficients, B2_)
  const at0 = v128.load32_splat(coefficients, AT_0_)
  const atA = v128.load32_splat(coefficients, AT_A_), atB = v128.load32_splat(coefficients, AT_B_)
  const row = <usize>load<i32>(coefficients, LINE_)
  const start = square
  for (let j = 0; j < 3; j++) {
    filterLine(from, 3 * tap, square, row, a, b, a2, b2, at0, atA, atB)
    from += tap
    square += EIGHT
  }
  square = start
  for (let i = 0; i < 6; i++) {
    filterLine(square, EIGHT, to, step, a, b, a2, b2, at0, atA, atB)
    square += row
    to += 6 * step
  }
}

// @ts-ignore: decorator
@inline
function filterLine(
  from: usize, step: usize, to: usize, toStep: usize, a: v128, b: v128, a2: v128, b2: v128, at0: v128, atA: v128, atB: v128,
): void {
  const d0 = v128.load(from), e0 = v128.load(from, 16)
  from += step
  const d1 = v128.load(from), e1 = v128.load(from, 16)
  from += step
  const d2 = v128.load(from), e2 = v128.load(from, 16)
  const ds = f32x4.relaxed_madd(a2, d2, d0), es = f32x4.relaxed_madd(a2, e2, e0)
  const dt = f32x4.relaxed_madd(b2, d2, d0), et = f32x4.relaxed_madd(b2, e2, e0)
  const du = f32x4.mul(a, d1), eu = f32x4.mul(a, e1)
  const dv = f32x4.mul(b, d1), ev = f32x4.mul(b, e1)
  v128.store(to, f32x4.mul(at0, d0))
  v128.store(to, f32x4.mul(at0, e0), 16)
  to += toStep
  v128.store(to, f32x4.mul(atA, f32x4.add(ds, du)))
  v128.store(to, f32x4.mul(atA, f32x4.add(es, eu)), 16)
  to += toStep
  v128.store(to, f32x4.mul(atA, f32x4.sub(ds, du)))
  v128.store(to, f32x4.mul(atA, f32x4.sub(es, eu)), 16)
  to += toStep
  v128.store(to, f32x4.mul(atB, f32x4.add(dt, dv)))
  v128.store(to, f32x4.mul(atB, f32x4.add(et, ev)), 16)
  to += toStep
  v128.store(to, f32x4.mul(atB, f32x4.sub(dt, dv)))
  v128.store(to, f32x4.mul(atB, f32x4.sub(et, ev)), 16)
  to += toStep
  v128.store(to, d2)
  v128.store(to, e2, 16)
}

/** Gᵀ dU G, the transpose of the last: 36 points, `step` apart, added to the gradients of a filter's 3×3 values, `tap` apart. */
export function filterGradientTile(coefficients: usize, from: usize, step: usize, square: usize, to: usize, tap: usize): void {
  const a = v128.load32_splat(coefficients, A_), b = v128.load32_splat(coefficients, B_)
  const a2 = v128.load32_splat(coefficients, A2_), b2 = v128.load32_splat(coefficients, B2_)
  const at0 = v128.load32_splat(coefficients, AT_0_)
  const atA = v128.load32_splat(coefficients, AT_A_), atB = v128.load32_splat(coefficients, AT_B_)
  const row = <usize>load<i32>(coefficients, LINE_)
  const start = square
  for (let j = 0; j < 6; j++) {
    filterGradientLine(from, 6 * step, square, row, false, a, b, a2, b2, at0, atA, atB)
    from += step
    square += EIGHT
  }
  square = start
  for (let i = 0; i < 3; i++) {
    filterGradientLine(square, EIGHT, to, tap, true, a, b, a2, b2, at0, atA, atB)
    square += row
    to += 3 * tap
  }
}

// @ts-ignore: decorator
@inline
function filterGradientLine(
  from: usize, step: usize, to: usize, toStep: usize, adds: bool,
  a: v128, b: v128, a2: v128, b2: v128, at0: v128, atA: v128, atB: v128,
): void {
  const d0 = v128.load(from), e0 = v128.load(from, 16)
  from += step
  const d1 = v128.load(from), e1 = v128.load(from, 16)
  from += step
  const d2 = v128.load(from), e2 = v128.load(from, 16)
  from += step
  const d3 = v128.load(from), e3 = v128.load(from, 16)
  from += step
  const d4 = v128.load(from), e4 = v128.load(from, 16)
  from += step
  const d5 = v128.load(from), e5 = v128.load(from, 16)
  const ds = f32x4.mul(atA, f32x4.add(d1, d2)), es = f32x4.mul(atA, f32x4.add(e1, e2))
  const dt = f32x4.mul(atB, f32x4.add(d3, d4)), et = f32x4.mul(atB, f32x4.add(e3, e4))
  const du = f32x4.mul(atA, f32x4.sub(d1, d2)), eu = f32x4.mul(atA, f32x4.sub(e1, e2))
  const dv = f32x4.mul(atB, f32x4.sub(d3, d4)), ev = f32x4.mul(atB, f32x4.sub(e3, e4))
  let r0 = f32x4.relaxed_madd(at0, d0, f32x4.add(ds, dt)), s0 = f32x4.relaxed_madd(at0, e0, f32x4.add(es, et))
  let r1 = f32x4.relaxed_madd(a, du, f32x4.mul(b, dv)), s1 = f32x4.relaxed_madd(a, eu, f32x4.mul(b, ev))
  let r2 = f32x4.relaxed_madd(a2, ds, f32x4.relaxed_madd(b2, dt, d5)), s2 = f32x4.relaxed_madd(a2, es, f32x4.relaxed_madd(b2, et, e5))
  const to1 = to + toStep, to2 = to1 + toStep
  if (adds) {
    r0 = f32x4.add(r0, v128.load(to))
    s0 = f32x4.add(s0, v128.load(to, 16))
    r1 = f32x4.add(r1, v128.load(to1))
    s1 = f32x4.add(s1, v128.load(to1, 16))
    r2 = f32x4.add(r2, v128.load(to2))
    s2 = f32x4.add(s2, v128.load(to2, 16))
  }
  v128.store(to, r0)
  v128.store(to, s0, 16)
  v128.store(to1, r1)
  v128.store(to1, s1, 16)
  v128.store(to2, r2)
  v128.store(to2, s2, 16)
}
