// Two-dimensional transforms of the minimal algorithm F(4×4, 3×3) at the points 0, ±3/4, ±3/2 and ∞: one tile of eight channels at
// a time, columns first into `square`, then rows. These points lose about half as much as the usual 0, ±1, ±2, ∞.
//
// Written for V8's revectorizer: all loads before all stores, in pairs of neighbouring vectors. What would be a constant is
// loaded, as V8 would otherwise build it anew at each use, and so is the step of `square`, as constant addresses of a pair are
// folded in different ways. Exported for the same reason as the tiles of tile.ts.

const A: f32 = 0.75
const B: f32 = 1.5
const A2: f32 = A * A
const B2: f32 = B * B
/** 1 / Π (pᵢ − pⱼ), with which the filter's side is scaled, at 0, ±A and ±B. */
const AT_0: f32 = 1 / (A2 * B2)
const AT_A: f32 = 1 / (2 * A2 * (A2 - B2))
const AT_B: f32 = 1 / (2 * B2 * (B2 - A2))

/** Bytes of eight channels. */
export const EIGHT: usize = 32
/** Bytes of a square, 6×6 values of eight channels. */
export const SQUARE_BYTES: usize = 36 * 32
/** Bytes of `writeCoefficients`. */
export const COEFFICIENT_BYTES: usize = 64

const A_: usize = 0
const B_: usize = 4
const A2_: usize = 8
const B2_: usize = 12
const A3_: usize = 16
const B3_: usize = 20
const A2B2_: usize = 24
const SUM_: usize = 28
const A2B_: usize = 32
const AB2_: usize = 36
const AT_0_: usize = 40
const AT_A_: usize = 44
const AT_B_: usize = 48
const LINE_: usize = 52

/** What the transforms below read. */
export function writeCoefficients(to: usize): void {
  store<f32>(to + A_, A)
  store<f32>(to + B_, B)
  store<f32>(to + A2_, A2)
  store<f32>(to + B2_, B2)
  store<f32>(to + A3_, A * A2)
  store<f32>(to + B3_, B * B2)
  store<f32>(to + A2B2_, A2 * B2)
  store<f32>(to + SUM_, A2 + B2)
  store<f32>(to + A2B_, A2 * B)
  store<f32>(to + AB2_, A * B2)
  store<f32>(to + AT_0_, AT_0)
  store<f32>(to + AT_A_, AT_A)
  store<f32>(to + AT_B_, AT_B)
  store<i32>(to + LINE_, <i32>(6 * EIGHT))
}

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
