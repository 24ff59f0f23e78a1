// Chroma brought to the size of luma as libjpeg does it: h2v1 and h2v2 "fancy" upsampling (jdsample).

/**
 * Samples of one row at twice the width: three quarters of the nearer sample and one of the farther, in both directions where the
 * picture has twice the rows as well. At the picture's edges there is no farther one: the nearer stands for it.
 *
 * @param near the row's own samples, those of the whole row
 * @param far the row next to it
 * @param doubled whether the picture has twice the rows as well
 * @param last index of the row's last sample
 * @param first, end the samples whose pairs are wanted
 * @param sums i16 of scratch, (end − first + 2) and 16 more
 * @param to u8: 2 · (end − first), and up to 32 more are written
 */
export function upsampleRow(near: usize, far: usize, doubled: i32, last: i32, first: i32, end: i32, sums: usize, to: usize): void {
  // sums[0] is the sample before the first.
  const count = end - first + 2
  for (let i = 0; i < count; i += 8) {
    const offset = <usize>(first - 1 + i)
    const own = i16x8.extend_low_i8x16_u(v128.load64_zero(near + offset))
    const other = i16x8.extend_low_i8x16_u(v128.load64_zero(far + offset))
    const sum = doubled ? i16x8.add(i16x8.mul(own, i16x8.splat(3)), other) : own
    v128.store(sums + ((<usize>i) << 1), sum)
  }
  if (first == 0) store<i16>(sums, load<i16>(sums, 2))
  const behind = last + 1
  if (behind >= first && behind < end + 1) {
    const place = sums + ((<usize>(behind - first + 1)) << 1)
    store<i16>(place, load<i16>(place - 2))
  }
  const roundEven = i16x8.splat(doubled ? 8 : 1), roundOdd = i16x8.splat(doubled ? 7 : 2)
  const shift = doubled ? 4 : 2
  for (let i = first; i < end; i += 8) {
    const before = v128.load(sums), here = v128.load(sums, 2), after = v128.load(sums, 4)
    const triple = i16x8.mul(here, i16x8.splat(3))
    const even = i16x8.shr_u(i16x8.add(i16x8.add(triple, before), roundEven), shift)
    const odd = i16x8.shr_u(i16x8.add(i16x8.add(triple, after), roundOdd), shift)
    v128.store(to, v128.or(even, i16x8.shl(odd, 8)))
    sums += 16
    to += 16
  }
}
