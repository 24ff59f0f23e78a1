// Transforms on the image’s side: Bᵀ d B, and its transpose; see winograd-coefficients.ts.

import { EIGHT, A_, B_, A2_, B2_, A2B2_, SUM_, A2B_, AB2_, LINE_ } from './winograd-coefficients'

/** Bᵀ d B: 6×6 values of an image → 36 points, `step` apart. */
export function imageTile(coefficients: usize, from: usize, pixel: usize, line: usize, square: usize, to: usize, step: usize): void {
  const a = v128.load32_splat(coefficients, A_), b = v128.load32_splat(coefficients, B_)
  const a2 = v128.load32_splat(coefficients, A2_), b2 = v128.load32_splat(coefficients, B2_)
  const a2b2 = v128.load32_splat(coefficients, A2B2_), sum = v128.load32_splat(coefficients, SUM_)
  const row = <usize>load<i32>(coefficients, LINE_)
  for (let j = 0; j < 6; j++) {
    imageLine(from, line, square, row, a, b, a2, b2, a2b2, sum)
    from += pixel
    square += EIGHT
  }
  square -= row
  for (let i = 0; i < 6; i++) {
    imageLine(square, EIGHT, to, step, a, b, a2, b2, a2b2, sum)
    square += row
    to += 6 * step
  }
}

// @ts-ignore: decorator
@inline
function imageLine(
  from: usize, step: usize, to: usize, toStep: usize, a: v128, b: v128, a2: v128, b2: v128, a2b2: v128, sum: v128,
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
  const d24 = f32x4.relaxed_nmadd(b2, d2, d4), e24 = f32x4.relaxed_nmadd(b2, e2, e4)
  const d13 = f32x4.relaxed_nmadd(b2, d1, d3), e13 = f32x4.relaxed_nmadd(b2, e1, e3)
  const d42 = f32x4.relaxed_nmadd(a2, d2, d4), e42 = f32x4.relaxed_nmadd(a2, e2, e4)
  const d31 = f32x4.relaxed_nmadd(a2, d1, d3), e31 = f32x4.relaxed_nmadd(a2, e1, e3)
  v128.store(to, f32x4.relaxed_madd(a2b2, d0, f32x4.relaxed_nmadd(sum, d2, d4)))
  v128.store(to, f32x4.relaxed_madd(a2b2, e0, f32x4.relaxed_nmadd(sum, e2, e4)), 16)
  to += toStep
  v128.store(to, f32x4.relaxed_madd(a, d13, d24))
  v128.store(to, f32x4.relaxed_madd(a, e13, e24), 16)
  to += toStep
  v128.store(to, f32x4.relaxed_nmadd(a, d13, d24))
  v128.store(to, f32x4.relaxed_nmadd(a, e13, e24), 16)
  to += toStep
  v128.store(to, f32x4.relaxed_madd(b, d31, d42))
  v128.store(to, f32x4.relaxed_madd(b, e31, e42), 16)
  to += toStep
  v128.store(to, f32x4.relaxed_nmadd(b, d31, d42))
  v128.store(to, f32x4.relaxed_nmadd(b, e31, e42), 16)
  to += toStep
  v128.store(to, f32x4.relaxed_madd(a2b2, d1, f32x4.relaxed_nmadd(sum, d3, d5)))
  v128.store(to, f32x4.relaxed_madd(a2b2, e1, f32x4.relaxed_nmadd(sum, e3, e5)), 16)
}

/** B dV Bᵀ, the transpose of `imageTile`: 36 points, `step` apart, added to 6×6 values of an image. */
export function imageGradientTile(
  coefficients: usize, from: usize, step: usize, square: usize, to: usize, pixel: usize, line: usize,
): void {
  const a = v128.load32_splat(coefficients, A_), b = v128.load32_splat(coefficients, B_)
  const a2 = v128.load32_splat(coefficients, A2_), b2 = v128.load32_splat(coefficients, B2_)
  const a2b2 = v128.load32_splat(coefficients, A2B2_), sum = v128.load32_splat(coefficients, SUM_)
  const a2b = v128.load32_splat(coefficients, A2B_), ab2 = v128.load32_splat(coefficients, AB2_)
  const row = <usize>load<i32>(coefficients, LINE_)
  const column = 6 * step
  for (let j = 0; j < 6; j++) {
    imageGradientLine(from, column, square, row, false, a, b, a2, b2, a2b2, sum, a2b, ab2)
    from += step
    square += EIGHT
  }
  square -= row
  for (let i = 0; i < 6; i++) {
    imageGradientLine(square, EIGHT, to, pixel, true, a, b, a2, b2, a2b2, sum, a2b, ab2)
    square += row
    to += line
  }
}

// @ts-ignore: decorator
@inline
function imageGradientLine(
  from: usize, step: usize, to: usize, toStep: usize, adds: bool,
  a: v128, b: v128, a2: v128, b2: v128, a2b2: v128, sum: v128, a2b: v128, ab2: v128,
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
  const ds = f32x4.add(d1, d2), es = f32x4.add(e1, e2)
  const dt = f32x4.add(d3, d4), et = f32x4.add(e3, e4)
  const du = f32x4.sub(d1, d2), eu = f32x4.sub(e1, e2)
  const dv = f32x4.sub(d3, d4), ev = f32x4.sub(e3, e4)
  let r0 = f32x4.mul(a2b2, d0), s0 = f32x4.mul(a2b2, e0)
  let r1 = f32x4.relaxed_nmadd(ab2, du, f32x4.relaxed_nmadd(a2b, dv, f32x4.mul(a2b2, d5)))
  let s1 = f32x4.relaxed_nmadd(ab2, eu, f32x4.relaxed_nmadd(a2b, ev, f32x4.mul(a2b2, e5)))
  // −(a² + b²) d0 − b² ds − a² dt, from the negative of the first
  let r2 = f32x4.neg(f32x4.relaxed_madd(b2, ds, f32x4.relaxed_madd(a2, dt, f32x4.mul(sum, d0))))
  let s2 = f32x4.neg(f32x4.relaxed_madd(b2, es, f32x4.relaxed_madd(a2, et, f32x4.mul(sum, e0))))
  let r3 = f32x4.relaxed_madd(a, du, f32x4.relaxed_nmadd(sum, d5, f32x4.mul(b, dv)))
  let s3 = f32x4.relaxed_madd(a, eu, f32x4.relaxed_nmadd(sum, e5, f32x4.mul(b, ev)))
  let r4 = f32x4.add(f32x4.add(d0, ds), dt), s4 = f32x4.add(f32x4.add(e0, es), et)
  let r5 = d5, s5 = e5
  const to1 = to + toStep, to2 = to1 + toStep, to3 = to2 + toStep, to4 = to3 + toStep, to5 = to4 + toStep
  if (adds) {
    r0 = f32x4.add(r0, v128.load(to))
    s0 = f32x4.add(s0, v128.load(to, 16))
    r1 = f32x4.add(r1, v128.load(to1))
    s1 = f32x4.add(s1, v128.load(to1, 16))
    r2 = f32x4.add(r2, v128.load(to2))
    s2 = f32x4.add(s2, v128.load(to2, 16))
    r3 = f32x4.add(r3, v128.load(to3))
    s3 = f32x4.add(s3, v128.load(to3, 16))
    r4 = f32x4.add(r4, v128.load(to4))
    s4 = f32x4.add(s4, v128.load(to4, 16))
    r5 = f32x4.add(r5, v128.load(to5))
    s5 = f32x4.add(s5, v128.load(to5, 16))
  }
  v128.store(to, r0)
  v128.store(to, s0, 16)
  v128.store(to1, r1)
  v128.store(to1, s1, 16)
  v128.store(to2, r2)
  v128.store(to2, s2, 16)
  v128.store(to3, r3)
  v128.store(to3, s3, 16)
  v128.store(to4, r4)
  v128.store(to4, s4, 16)
  v128.store(to5, r5)
  v128.store(to5, s5, 16)
}
