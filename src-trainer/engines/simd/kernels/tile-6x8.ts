// What the parameters mean stands in tile.ts.

/** 6 rows × 8 columns: for the sixteen 128-bit registers of x86. */
export function tile6x8(
  a0: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize, step: usize, run: i32, runs: i32, skip: usize,
  b: usize, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0)
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0)
  for (let r = 0; r < runs; r++) {
    for (let k = 0; k < run; k++) {
      const b0 = v128.load(b), b1 = v128.load(b, 16)
      let x = v128.load32_splat(a0)
      c00 = f32x4.relaxed_madd(x, b0, c00)
      c01 = f32x4.relaxed_madd(x, b1, c01)
      x = v128.load32_splat(a1)
      c10 = f32x4.relaxed_madd(x, b0, c10)
      c11 = f32x4.relaxed_madd(x, b1, c11)
      x = v128.load32_splat(a2)
      c20 = f32x4.relaxed_madd(x, b0, c20)
      c21 = f32x4.relaxed_madd(x, b1, c21)
      x = v128.load32_splat(a3)
      c30 = f32x4.relaxed_madd(x, b0, c30)
      c31 = f32x4.relaxed_madd(x, b1, c31)
      x = v128.load32_splat(a4)
      c40 = f32x4.relaxed_madd(x, b0, c40)
      c41 = f32x4.relaxed_madd(x, b1, c41)
      x = v128.load32_splat(a5)
      c50 = f32x4.relaxed_madd(x, b0, c50)
      c51 = f32x4.relaxed_madd(x, b1, c51)
      a0 += step
      a1 += step
      a2 += step
      a3 += step
      a4 += step
      a5 += step
      b += 32
    }
    a0 += skip
    a1 += skip
    a2 += skip
    a3 += skip
    a4 += skip
    a5 += skip
  }
  // All loads before all stores: the revectorizer does not move a load over a store.
  const low = f32x4.splat(floor)
  c00 = f32x4.max(f32x4.add(v128.load(init), c00), low)
  c01 = f32x4.max(f32x4.add(v128.load(init, 16), c01), low)
  init += initStep
  c10 = f32x4.max(f32x4.add(v128.load(init), c10), low)
  c11 = f32x4.max(f32x4.add(v128.load(init, 16), c11), low)
  init += initStep
  c20 = f32x4.max(f32x4.add(v128.load(init), c20), low)
  c21 = f32x4.max(f32x4.add(v128.load(init, 16), c21), low)
  init += initStep
  c30 = f32x4.max(f32x4.add(v128.load(init), c30), low)
  c31 = f32x4.max(f32x4.add(v128.load(init, 16), c31), low)
  init += initStep
  c40 = f32x4.max(f32x4.add(v128.load(init), c40), low)
  c41 = f32x4.max(f32x4.add(v128.load(init, 16), c41), low)
  init += initStep
  c50 = f32x4.max(f32x4.add(v128.load(init), c50), low)
  c51 = f32x4.max(f32x4.add(v128.load(init, 16), c51), low)
  v128.store(out, c00)
  v128.store(out, c01, 16)
  out += outStep
  v128.store(out, c10)
  v128.store(out, c11, 16)
  out += outStep
  v128.store(out, c20)
  v128.store(out, c21, 16)
  out += outStep
  v128.store(out, c30)
  v128.store(out, c31, 16)
  out += outStep
  v128.store(out, c40)
  v128.store(out, c41, 16)
  out += outStep
  v128.store(out, c50)
  v128.store(out, c51, 16)
}
