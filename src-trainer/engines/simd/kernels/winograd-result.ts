// Transforms on the result’s side: Aᵀ M A, and its transpose; see winograd-coefficients.ts.

import { EIGHT, A_, B_, A2_, B2_, A3_, B3_, LINE_ } from './winograd-coefficients'

/**
 * max(Aᵀ m A + bias + residual, floor): 36 points, `step` apart → 4×4 values of the result.
 *
 * @param bias eight floats
 * @param residual 4×4 values like the result's, or eight zeros with steps of 0
 */
export function resultTile(
  coefficients: usize, from: usize, step: usize, square: usize, bias: usize, residual: usize, residualPixel: usize, residualLine: usize,
  to: usize, pixel: usize, line: usize, floor: f32,
): void {
  const a = v128.load32_splat(coefficients, A_), b = v128.load32_splat(coefficients, B_)
  const a2 = v128.load32_splat(coefficients, A2_), b2 = v128.load32_splat(coefficients, B2_)
  const a3 = v128.load32_splat(coefficients, A3_), b3 = v128.load32_splat(coefficients, B3_)
  const row = <usize>load<i32>(coefficients, LINE_)
  const column = 6 * step
  for (let j = 0; j < 6; j++) {
    resultLine(from, column, false, 0, 0, 0, square, row, 0, a, b, a2, b2, a3, b3)
    from += step
    square += EIGHT
  }
  square -= row
  for (let i = 0; i < 4; i++) {
    resultLine(square, EIGHT, true, bias, residual, residualPixel, to, pixel, floor, a, b, a2, b2, a3, b3)
    square += row
    residual += residualLine
    to += line
  }
}

// @ts-ignore: decorator
@inline
function resultLine(
  from: usize, step: usize, adds: bool, bias: usize, residual: usize, residualStep: usize, to: usize, toStep: usize, floor: f32,
  a: v128, b: v128, a2: v128, b2: v128, a3: v128, b3: v128,
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
  let r0 = f32x4.add(f32x4.add(d0, ds), dt), s0 = f32x4.add(f32x4.add(e0, es), et)
  let r1 = f32x4.relaxed_madd(a, du, f32x4.mul(b, dv)), s1 = f32x4.relaxed_madd(a, eu, f32x4.mul(b, ev))
  let r2 = f32x4.relaxed_madd(a2, ds, f32x4.mul(b2, dt)), s2 = f32x4.relaxed_madd(a2, es, f32x4.mul(b2, et))
  let r3 = f32x4.relaxed_madd(a3, du, f32x4.relaxed_madd(b3, dv, d5)), s3 = f32x4.relaxed_madd(a3, eu, f32x4.relaxed_madd(b3, ev, e5))
  if (adds) {
    const low = f32x4.splat(floor)
    const p = v128.load(bias), q = v128.load(bias, 16)
    r0 = f32x4.max(f32x4.add(r0, f32x4.add(v128.load(residual), p)), low)
    s0 = f32x4.max(f32x4.add(s0, f32x4.add(v128.load(residual, 16), q)), low)
    residual += residualStep
    r1 = f32x4.max(f32x4.add(r1, f32x4.add(v128.load(residual), p)), low)
    s1 = f32x4.max(f32x4.add(s1, f32x4.add(v128.load(residual, 16), q)), low)
    residual += residualStep
    r2 = f32x4.max(f32x4.add(r2, f32x4.add(v128.load(residual), p)), low)
    s2 = f32x4.max(f32x4.add(s2, f32x4.add(v128.load(residual, 16), q)), low)
    residual += residualStep
    r3 = f32x4.max(f32x4.add(r3, f32x4.add(v128.load(residual), p)), low)
    s3 = f32x4.max(f32x4.add(s3, f32x4.add(v128.load(residual, 16), q)), low)
  }
  v128.store(to, r0)
  v128.store(to, s0, 16)
  to += toStep
  v128.store(to, r1)
  v128.store(to, s1, 16)
  to += toStep
  v128.store(to, r2)
  v128.store(to, s2, 16)
  to += toStep
  v128.store(to, r3)
  v128.store(to, s3, 16)
}

/** A dY Aᵀ, the transpose of the last: 4×4 values of dy → 36 points, `step` apart. */
export function resultGradientTile(
  coefficients: usize, from: usize, pixel: usize, line: usize, square: usize, to: usize, step: usize,
): void {
  const a = v128.load32_splat(coefficients, A_), b = v128.load32_splat(coefficients, B_)
  const a2 = v128.load32_splat(coefficients, A2_), b2 = v128.load32_splat(coefficients, B2_)
  const a3 = v128.load32_splat(coefficients, A3_), b3 = v128.load32_splat(coefficients, B3_)
  const row = <usize>load<i32>(coefficients, LINE_)
  const start = square
  for (let j = 0; j < 4; j++) {
    resultGradientLine(from, line, square, row, a, b, a2, b2, a3, b3)
    from += pixel
    square += EIGHT
  }
  square = start
  for (let i = 0; i < 6; i++) {
    resultGradientLine(square, EIGHT, to, step, a, b, a2, b2, a3, b3)
    square += row
    to += 6 * step
  }
}

// @ts-ignore: decorator
@inline
function resultGradientLine(
  from: usize, step: usize, to: usize, toStep: usize, a: v128, b: v128, a2: v128, b2: v128, a3: v128, b3: v128,
): void {
  const d0 = v128.load(from), e0 = v128.load(from, 16)
  from += step
  const d1 = v128.load(from), e1 = v128.load(from, 16)
  from += step
  const d2 = v128.load(from), e2 = v128.load(from, 16)
  from += step
  const d3 = v128.load(from), e3 = v128.load(from, 16)
  const ds = f32x4.relaxed_madd(a2, d2, d0), es = f32x4.relaxed_madd(a2, e2, e0)
  const dt = f32x4.relaxed_madd(b2, d2, d0), et = f32x4.relaxed_madd(b2, e2, e0)
  const du = f32x4.relaxed_madd(a3, d3, f32x4.mul(a, d1)), eu = f32x4.relaxed_madd(a3, e3, f32x4.mul(a, e1))
  const dv = f32x4.relaxed_madd(b3, d3, f32x4.mul(b, d1)), ev = f32x4.relaxed_madd(b3, e3, f32x4.mul(b, e1))
  v128.store(to, d0)
  v128.store(to, e0, 16)
  to += toStep
  v128.store(to, f32x4.add(ds, du))
  v128.store(to, f32x4.add(es, eu), 16)
  to += toStep
  v128.store(to, f32x4.sub(ds, du))
  v128.store(to, f32x4.sub(es, eu), 16)
  to += toStep
  v128.store(to, f32x4.add(dt, dv))
  v128.store(to, f32x4.add(et, ev), 16)
  to += toStep
  v128.store(to, f32x4.sub(dt, dv))
  v128.store(to, f32x4.sub(et, ev), 16)
  to += toStep
  v128.store(to, d3)
  v128.store(to, e3, 16)
}
