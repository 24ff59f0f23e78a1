// The inverse cosine transform of Loeffler, Ligtenberg and Moschytz in 13-bit fixed point: libjpeg's "slow integer" method (jidctint).

/** A pair of factors for `dot`: of the first operand's and the second's lanes, taken in turn. */
// @ts-ignore: decorator
@inline
function factors(first: i16, second: i16): v128 {
  return i32x4.splat((<i32>first & 0xffff) | (<i32>second << 16))
}

// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
}

// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
}




// @ts-ignore: decorator
@inline
function descaled(lowHalf: v128, highHalf: v128, shift: i32): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(lowHalf, shift), i32x4.shr_s(highHalf, shift))
}

/**
 * One pass over eight columns at once.
 *
 * @param from [8] vectors of eight i16: the coefficients of one frequency each
 * @param round added before the shift
 * @param to [8] vectors of eight i16
 */
// @ts-ignore: decorator
@inline
function pass(from: usize, round: i32, shift: i32, to: usize): void {
  const b0 = v128.load(from), b1 = v128.load(from, 16), b2 = v128.load(from, 32), b3 = v128.load(from, 48)
  const b4 = v128.load(from, 64), b5 = v128.load(from, 80), b6 = v128.load(from, 96), b7 = v128.load(from, 112)
  const rounding = i32x4.splat(round)

  // Even part.
  const e26l = low(b2, b6), e26h = high(b2, b6)
  const byT3 = factors(10703, 4433), byT2 = factors(4433, -10704)
  const t3l = i32x4.dot_i16x8_s(e26l, byT3), t3h = i32x4.dot_i16x8_s(e26h, byT3)
  const t2l = i32x4.dot_i16x8_s(e26l, byT2), t2h = i32x4.dot_i16x8_s(e26h, byT2)
  const sum = i16x8.add(b0, b4), difference = i16x8.sub(b0, b4)
  const t0l = i32x4.add(i32x4.shl(i32x4.extend_low_i16x8_s(sum), 13), rounding)
  const t0h = i32x4.add(i32x4.shl(i32x4.extend_high_i16x8_s(sum), 13), rounding)
  const t1l = i32x4.add(i32x4.shl(i32x4.extend_low_i16x8_s(difference), 13), rounding)
  const t1h = i32x4.add(i32x4.shl(i32x4.extend_high_i16x8_s(difference), 13), rounding)
  const e0l = i32x4.add(t0l, t3l), e0h = i32x4.add(t0h, t3h)
  const e3l = i32x4.sub(t0l, t3l), e3h = i32x4.sub(t0h, t3h)
  const e1l = i32x4.add(t1l, t2l), e1h = i32x4.add(t1h, t2h)
  const e2l = i32x4.sub(t1l, t2l), e2h = i32x4.sub(t1h, t2h)

  // Odd part.
  const z3 = i16x8.add(b7, b3), z4 = i16x8.add(b5, b1)
  const zl = low(z3, z4), zh = high(z3, z4)
  const byZ3 = factors(9633 - 16069, 9633), byZ4 = factors(9633, 9633 - 3196)
  const z3l = i32x4.dot_i16x8_s(zl, byZ3), z3h = i32x4.dot_i16x8_s(zh, byZ3)
  const z4l = i32x4.dot_i16x8_s(zl, byZ4), z4h = i32x4.dot_i16x8_s(zh, byZ4)
  const o71l = low(b7, b1), o71h = high(b7, b1)
  const by0 = factors(2446 - 7373, -7373), by3 = factors(-7373, 12299 - 7373)
  const o0l = i32x4.add(i32x4.dot_i16x8_s(o71l, by0), z3l), o0h = i32x4.add(i32x4.dot_i16x8_s(o71h, by0), z3h)
  const o3l = i32x4.add(i32x4.dot_i16x8_s(o71l, by3), z4l), o3h = i32x4.add(i32x4.dot_i16x8_s(o71h, by3), z4h)
  const o53l = low(b5, b3), o53h = high(b5, b3)
  const by1 = factors(16819 - 20995, -20995), by2 = factors(-20995, 25172 - 20995)
  const o1l = i32x4.add(i32x4.dot_i16x8_s(o53l, by1), z4l), o1h = i32x4.add(i32x4.dot_i16x8_s(o53h, by1), z4h)
  const o2l = i32x4.add(i32x4.dot_i16x8_s(o53l, by2), z3l), o2h = i32x4.add(i32x4.dot_i16x8_s(o53h, by2), z3h)

  v128.store(to, descaled(i32x4.add(e0l, o3l), i32x4.add(e0h, o3h), shift))
  v128.store(to, descaled(i32x4.sub(e0l, o3l), i32x4.sub(e0h, o3h), shift), 112)
  v128.store(to, descaled(i32x4.add(e1l, o2l), i32x4.add(e1h, o2h), shift), 16)
  v128.store(to, descaled(i32x4.sub(e1l, o2l), i32x4.sub(e1h, o2h), shift), 96)
  v128.store(to, descaled(i32x4.add(e2l, o1l), i32x4.add(e2h, o1h), shift), 32)
  v128.store(to, descaled(i32x4.sub(e2l, o1l), i32x4.sub(e2h, o1h), shift), 80)
  v128.store(to, descaled(i32x4.add(e3l, o0l), i32x4.add(e3h, o0h), shift), 48)
  v128.store(to, descaled(i32x4.sub(e3l, o0l), i32x4.sub(e3h, o0h), shift), 64)
}

/** [8][8] i16 turned in place. */
// @ts-ignore: decorator
@inline
function turn(block: usize): void {
  const r0 = v128.load(block), r1 = v128.load(block, 16), r2 = v128.load(block, 32), r3 = v128.load(block, 48)
  const r4 = v128.load(block, 64), r5 = v128.load(block, 80), r6 = v128.load(block, 96), r7 = v128.load(block, 112)
  const a0 = low(r0, r4), a1 = high(r0, r4), a2 = low(r1, r5), a3 = high(r1, r5)
  const a4 = low(r2, r6), a5 = high(r2, r6), a6 = low(r3, r7), a7 = high(r3, r7)
  const b0 = low(a0, a4), b1 = high(a0, a4), b2 = low(a1, a5), b3 = high(a1, a5)
  const b4 = low(a2, a6), b5 = high(a2, a6), b6 = low(a3, a7), b7 = high(a3, a7)
  v128.store(block, low(b0, b4))
  v128.store(block, high(b0, b4), 16)
  v128.store(block, low(b1, b5), 32)
  v128.store(block, high(b1, b5), 48)
  v128.store(block, low(b2, b6), 64)
  v128.store(block, high(b2, b6), 80)
  v128.store(block, low(b3, b7), 96)
  v128.store(block, high(b3, b7), 112)
}

/**
 * Transforms a block.
 *
 * @param block [8][8] i16, dequantized coefficients, row by row; zeros on return
 * @param last zigzag position of the last that is not 0
 * @param to eight rows of eight u8 samples, `stride` apart
 */
export function inverseTransform(block: usize, last: i32, to: usize, stride: usize): void {
  if (last == 0) {
    const value = min(255, max(0, ((<i32>load<i16>(block) + 4) >> 3) + 128))
    store<i16>(block, 0)
    const row = <u64>value * 0x0101010101010101
    for (let y = 0; y < 8; y++, to += stride) store<u64>(to, row)
    return
  }
  pass(block, 1 << 10, 11, block)
  turn(block)
  pass(block, 1 << 17, 18, block)
  turn(block)
  const centre = i8x16.splat(-128)
  for (let y: usize = 0; y < 8; y += 2) {
    const pair = i8x16.narrow_i16x8_s(v128.load(block + (y << 4)), v128.load(block + (y << 4), 16))
    const samples = v128.xor(pair, centre) // adding 128 to each byte
    v128.store64_lane(to, samples, 0)
    v128.store64_lane(to + stride, samples, 1)
    to += stride << 1
  }
  memory.fill(block, 0, 128)
}
