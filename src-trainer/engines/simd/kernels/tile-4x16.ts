// What the parameters mean stands in tile.ts.

/** 4 rows × 16 columns: for 256-bit registers (V8's revectorizer pairs neighbouring vectors) and for ARM's 32 registers. */
export function tile4x16(
  a0: usize, a1: usize, a2: usize, a3: usize, step: usize, run: i32, runs: i32, skip: usize,
  b: usize, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0)
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0)
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0)
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0), c33 = f32x4.splat(0)
  for (let r = 0; r < runs; r++) {
    for (let k = 0; k < run; k++) {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48)
      let x = v128.load32_splat(a0)
      c00 = f32x4.relaxed_madd(x, b0, c00)
      c01 = f32x4.relaxed_madd(x, b1, c01)
      c02 = f32x4.relaxed_madd(x, b2, c02)
      c03 = f32x4.relaxed_madd(x, b3, c03)
      x = v128.load32_splat(a1)
      c10 = f32x4.relaxed_madd(x, b0, c10)
      c11 = f32x4.relaxed_madd(x, b1, c11)
      c12 = f32x4.relaxed_madd(x, b2, c12)
      c13 = f32x4.relaxed_madd(x, b3, c13)
      x = v128.load32_splat(a2)
      c20 = f32x4.relaxed_madd(x, b0, c20)
      c21 = f32x4.relaxed_madd(x, b1, c21)
      c22 = f32x4.relaxed_madd(x, b2, c22)
      c23 = f32x4.relaxed_madd(x, b3, c23)
      x = v128.load32_splat(a3)
      c30 = f32x4.relaxed_madd(x, b0, c30)
      c31 = f32x4.relaxed_madd(x, b1, c31)
      c32 = f32x4.relaxed_madd(x, b2, c32)
      c33 = f32x4.relaxed_madd(x, b3, c33)
      a0 += step
      a1 += step
      a2 += step
      a3 += step
      b += 64
    }
    a0 += skip
    a1 += skip
    a2 += skip
    a3 += skip
  }
  // All loads before all stores: the revectorizer does not move a load over a store.
  const low = f32x4.splat(floor)
  c00 = f32x4.max(f32x4.add(v128.load(init), c00), low)
  c01 = f32x4.max(f32x4.add(v128.load(init, 16), c01), low)
  c02 = f32x4.max(f32x4.add(v128.load(init, 32), c02), low)
  c03 = f32x4.max(f32x4.add(v128.load(init, 48), c03), low)
  init += initStep
  c10 = f32x4.max(f32x4.add(v128.load(init), c10), low)
  c11 = f32x4.max(f32x4.add(v128.load(init, 16), c11), low)
  c12 = f32x4.max(f32x4.add(v128.load(init, 32), c12), low)
  c13 = f32x4.max(f32x4.add(v128.load(init, 48), c13), low)
  init += initStep
  c20 = f32x4.max(f32x4.add(v128.load(init), c20), low)
  c21 = f32x4.max(f32x4.add(v128.load(init, 16), c21), low)
  c22 = f32x4.max(f32x4.add(v128.load(init, 32), c22), low)
  c23 = f32x4.max(f32x4.add(v128.load(init, 48), c23), low)
  init += initStep
  c30 = f32x4.max(f32x4.add(v128.load(init), c30), low)
  c31 = f32x4.max(f32x4.add(v128.load(init, 16), c31), low)
  c32 = f32x4.max(f32x4.add(v128.load(init, 32), c32), low)
  c33 = f32x4.max(f32x4.add(v128.load(init, 48), c33), low)
  v128.store(out, c00)
  v128.store(out, c01, 16)
  v128.store(out, c02, 32)
  v128.store(out, c03, 48)
  out += outStep
  v128.store(out, c10)
  v128.store(out, c11, 16)
  v128.store(out, c12, 32)
  v128.store(out, c13, 48)
  out += outStep
  v128.store(out, c20)
  v128.store(out, c21, 16)
  v128.store(out, c22, 32)
  v128.store(out, c23, 48)
  out += outStep
  v128.store(out, c30)
  v128.store(out, c31, 16)
  v128.store(out, c32, 32)
  v128.store(out, c33, 48)
}
