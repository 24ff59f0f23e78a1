// Y'CbCr to RGB in libjpeg's 16-bit fixed point (jdcolor).

// @ts-ignore: decorator
@inline
function scaled(pairsLow: v128, pairsHigh: v128, by: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.dot_i16x8_s(pairsLow, by), 16),
    i32x4.shr_s(i32x4.dot_i16x8_s(pairsHigh, by), 16),
  )
}

// @ts-ignore: decorator
@inline
function pair(first: i16, second: i16): v128 {
  return i32x4.splat((<i32>first & 0xffff) | (<i32>second << 16))
}

/**
 * One row of pixels. Factors above one half are taken apart into whole numbers and a rest that fits 16 bits, which changes no bit:
 * 1.402 · 65,536 = 65,536 + 26,345; 1.772 · 65,536 = 131,072 − 14,942; −0.71414 · 65,536 = −65,536 + 18,734.
 *
 * @param luma, blue, red u8 samples; up to 7 more may be read
 * @param to [width, 3] u8; up to 24 more bytes are written
 */
export function convertRow(luma: usize, blue: usize, red: usize, width: i32, to: usize): void {
  const centre = i16x8.splat(128), two = i16x8.splat(2)
  const byRed = pair(26345, 16384), byBlue = pair(-14942, 16384), byGreen = pair(-22554, 18734)
  const half = i32x4.splat(1 << 15)
  for (let x = 0; x < width; x += 8) {
    const y = i16x8.extend_low_i8x16_u(v128.load64_zero(luma + <usize>x))
    const cb = i16x8.sub(i16x8.extend_low_i8x16_u(v128.load64_zero(blue + <usize>x)), centre)
    const cr = i16x8.sub(i16x8.extend_low_i8x16_u(v128.load64_zero(red + <usize>x)), centre)
    const addRed = scaled(v128.shuffle<i16>(cr, two, 0, 8, 1, 9, 2, 10, 3, 11), v128.shuffle<i16>(cr, two, 4, 12, 5, 13, 6, 14, 7, 15), byRed)
    const addBlue = scaled(v128.shuffle<i16>(cb, two, 0, 8, 1, 9, 2, 10, 3, 11), v128.shuffle<i16>(cb, two, 4, 12, 5, 13, 6, 14, 7, 15), byBlue)
    const greenLow = i32x4.add(i32x4.dot_i16x8_s(v128.shuffle<i16>(cb, cr, 0, 8, 1, 9, 2, 10, 3, 11), byGreen), half)
    const greenHigh = i32x4.add(i32x4.dot_i16x8_s(v128.shuffle<i16>(cb, cr, 4, 12, 5, 13, 6, 14, 7, 15), byGreen), half)
    const addGreen = i16x8.narrow_i32x4_s(i32x4.shr_s(greenLow, 16), i32x4.shr_s(greenHigh, 16))
    const r = i16x8.add(i16x8.add(y, cr), addRed)
    const g = i16x8.add(i16x8.sub(y, cr), addGreen)
    const b = i16x8.add(i16x8.add(y, i16x8.shl(cb, 1)), addBlue)
    // Eight pixels' red in the low half, green in the high one; blue in the low half.
    const rg = i8x16.narrow_i16x8_u(r, g), bb = i8x16.narrow_i16x8_u(b, b)
    v128.store(to, v128.shuffle<i8>(rg, bb, 0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19, 4, 12, 20, 5))
    v128.store64_lane(to, v128.shuffle<i8>(rg, bb, 13, 21, 6, 14, 22, 7, 15, 23, 0, 0, 0, 0, 0, 0, 0, 0), 0, 16)
    to += 24
  }
}
