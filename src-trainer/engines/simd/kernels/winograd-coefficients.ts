// Two-dimensional transforms of the minimal algorithm F(4×4, 3×3) at the points 0, ±3/4, ±3/2 and ∞: one tile of eight channels at
// a time, columns first into `square`, then rows. These points lose about half as much as the usual 0, ±1, ±2, ∞.
//
// Written for V8's revectorizer: all loads before all stores, in pairs of neighbouring vectors. What would be a constant is
// loaded, as V8 would otherwise build it anew at each use, and so is the step of `square`, as constant addresses of a pair are
// folded in different ways. Exported for the same reason as the tiles, see index.ts.

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

export const A_: usize = 0
export const B_: usize = 4
export const A2_: usize = 8
export const B2_: usize = 12
export const A3_: usize = 16
export const B3_: usize = 20
export const A2B2_: usize = 24
export const SUM_: usize = 28
export const A2B_: usize = 32
export const AB2_: usize = 36
export const AT_0_: usize = 40
export const AT_A_: usize = 44
export const AT_B_: usize = 48
export const LINE_: usize = 52

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
