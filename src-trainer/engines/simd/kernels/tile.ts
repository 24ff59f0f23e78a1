// The innermost loops: one tile of C = init + A·B, kept in registers while k runs.
//
//   A   `rows` row pointers that move together: `step` bytes each k, and `skip` bytes more after every `run` values of k,
//       so that one tile serves row-major matrices (step 4), packed transposes (step 4·rows) and the patches of an image
//       (a run for each row of the filter, then a skip to the image's next row).
//   B   a packed panel: `columns` floats each k, contiguous.
//   out = max(init + Σₖ a·b, floor), rows `outStep` bytes apart; `init` likewise (step 0: one row, such as a bias, for all).
//
// Every tile adds the products of one element in the order of k with one multiply-add each, and then adds `init`; so which
// tile is used never changes a digit.

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

/** 8 rows × 4 columns: for outputs of up to four columns, such as colours, on which the others spend most of their work in vain. */
export function tile8x4(
  a0: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize, a6: usize, a7: usize,
  step: usize, run: i32, runs: i32, skip: usize,
  b: usize, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32,
): void {
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0), c3 = f32x4.splat(0)
  let c4 = f32x4.splat(0), c5 = f32x4.splat(0), c6 = f32x4.splat(0), c7 = f32x4.splat(0)
  for (let r = 0; r < runs; r++) {
    for (let k = 0; k < run; k++) {
      const y = v128.load(b)
      c0 = f32x4.relaxed_madd(v128.load32_splat(a0), y, c0)
      c1 = f32x4.relaxed_madd(v128.load32_splat(a1), y, c1)
      c2 = f32x4.relaxed_madd(v128.load32_splat(a2), y, c2)
      c3 = f32x4.relaxed_madd(v128.load32_splat(a3), y, c3)
      c4 = f32x4.relaxed_madd(v128.load32_splat(a4), y, c4)
      c5 = f32x4.relaxed_madd(v128.load32_splat(a5), y, c5)
      c6 = f32x4.relaxed_madd(v128.load32_splat(a6), y, c6)
      c7 = f32x4.relaxed_madd(v128.load32_splat(a7), y, c7)
      a0 += step
      a1 += step
      a2 += step
      a3 += step
      a4 += step
      a5 += step
      a6 += step
      a7 += step
      b += 16
    }
    a0 += skip
    a1 += skip
    a2 += skip
    a3 += skip
    a4 += skip
    a5 += skip
    a6 += skip
    a7 += skip
  }
  const low = f32x4.splat(floor)
  c0 = f32x4.max(f32x4.add(v128.load(init), c0), low)
  init += initStep
  c1 = f32x4.max(f32x4.add(v128.load(init), c1), low)
  init += initStep
  c2 = f32x4.max(f32x4.add(v128.load(init), c2), low)
  init += initStep
  c3 = f32x4.max(f32x4.add(v128.load(init), c3), low)
  init += initStep
  c4 = f32x4.max(f32x4.add(v128.load(init), c4), low)
  init += initStep
  c5 = f32x4.max(f32x4.add(v128.load(init), c5), low)
  init += initStep
  c6 = f32x4.max(f32x4.add(v128.load(init), c6), low)
  init += initStep
  c7 = f32x4.max(f32x4.add(v128.load(init), c7), low)
  v128.store(out, c0)
  out += outStep
  v128.store(out, c1)
  out += outStep
  v128.store(out, c2)
  out += outStep
  v128.store(out, c3)
  out += outStep
  v128.store(out, c4)
  out += outStep
  v128.store(out, c5)
  out += outStep
  v128.store(out, c6)
  out += outStep
  v128.store(out, c7)
}

/** The same for eight rows that lie side by side, 4 bytes apart, as of a transposed A: two loads in place of eight. */
export function tile8x4Across(
  a: usize, step: usize, run: i32, runs: i32, skip: usize,
  b: usize, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32,
): void {
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0), c3 = f32x4.splat(0)
  let c4 = f32x4.splat(0), c5 = f32x4.splat(0), c6 = f32x4.splat(0), c7 = f32x4.splat(0)
  for (let r = 0; r < runs; r++) {
    for (let k = 0; k < run; k++) {
      const y = v128.load(b), low4 = v128.load(a), high4 = v128.load(a, 16)
      c0 = f32x4.relaxed_madd(v128.shuffle<f32>(low4, low4, 0, 0, 0, 0), y, c0)
      c1 = f32x4.relaxed_madd(v128.shuffle<f32>(low4, low4, 1, 1, 1, 1), y, c1)
      c2 = f32x4.relaxed_madd(v128.shuffle<f32>(low4, low4, 2, 2, 2, 2), y, c2)
      c3 = f32x4.relaxed_madd(v128.shuffle<f32>(low4, low4, 3, 3, 3, 3), y, c3)
      c4 = f32x4.relaxed_madd(v128.shuffle<f32>(high4, high4, 0, 0, 0, 0), y, c4)
      c5 = f32x4.relaxed_madd(v128.shuffle<f32>(high4, high4, 1, 1, 1, 1), y, c5)
      c6 = f32x4.relaxed_madd(v128.shuffle<f32>(high4, high4, 2, 2, 2, 2), y, c6)
      c7 = f32x4.relaxed_madd(v128.shuffle<f32>(high4, high4, 3, 3, 3, 3), y, c7)
      a += step
      b += 16
    }
    a += skip
  }
  const low = f32x4.splat(floor)
  c0 = f32x4.max(f32x4.add(v128.load(init), c0), low)
  init += initStep
  c1 = f32x4.max(f32x4.add(v128.load(init), c1), low)
  init += initStep
  c2 = f32x4.max(f32x4.add(v128.load(init), c2), low)
  init += initStep
  c3 = f32x4.max(f32x4.add(v128.load(init), c3), low)
  init += initStep
  c4 = f32x4.max(f32x4.add(v128.load(init), c4), low)
  init += initStep
  c5 = f32x4.max(f32x4.add(v128.load(init), c5), low)
  init += initStep
  c6 = f32x4.max(f32x4.add(v128.load(init), c6), low)
  init += initStep
  c7 = f32x4.max(f32x4.add(v128.load(init), c7), low)
  v128.store(out, c0)
  out += outStep
  v128.store(out, c1)
  out += outStep
  v128.store(out, c2)
  out += outStep
  v128.store(out, c3)
  out += outStep
  v128.store(out, c4)
  out += outStep
  v128.store(out, c5)
  out += outStep
  v128.store(out, c6)
  out += outStep
  v128.store(out, c7)
}

/** The same for rows whose k lie side by side, four k at a time: `run` is a multiple of four. */
export function tile8x4Along(
  a0: usize, rowStep: usize, run: i32, runs: i32, skip: usize,
  b: usize, init: usize, initStep: usize, out: usize, outStep: usize, floor: f32,
): void {
  let a1 = a0 + 1 * rowStep, a2 = a0 + 2 * rowStep, a3 = a0 + 3 * rowStep, a4 = a0 + 4 * rowStep, a5 = a0 + 5 * rowStep, a6 = a0 + 6 * rowStep, a7 = a0 + 7 * rowStep
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0), c3 = f32x4.splat(0)
  let c4 = f32x4.splat(0), c5 = f32x4.splat(0), c6 = f32x4.splat(0), c7 = f32x4.splat(0)
  for (let r = 0; r < runs; r++) {
    for (let k = 0; k < run; k += 4) {
      const y0 = v128.load(b), y1 = v128.load(b, 16), y2 = v128.load(b, 32), y3 = v128.load(b, 48)
      let x = v128.load(a0)
      c0 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c0)
      c0 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c0)
      c0 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c0)
      c0 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c0)
      a0 += 16
      x = v128.load(a1)
      c1 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c1)
      c1 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c1)
      c1 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c1)
      c1 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c1)
      a1 += 16
      x = v128.load(a2)
      c2 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c2)
      c2 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c2)
      c2 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c2)
      c2 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c2)
      a2 += 16
      x = v128.load(a3)
      c3 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c3)
      c3 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c3)
      c3 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c3)
      c3 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c3)
      a3 += 16
      x = v128.load(a4)
      c4 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c4)
      c4 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c4)
      c4 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c4)
      c4 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c4)
      a4 += 16
      x = v128.load(a5)
      c5 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c5)
      c5 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c5)
      c5 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c5)
      c5 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c5)
      a5 += 16
      x = v128.load(a6)
      c6 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c6)
      c6 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c6)
      c6 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c6)
      c6 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c6)
      a6 += 16
      x = v128.load(a7)
      c7 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 0, 0, 0, 0), y0, c7)
      c7 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 1, 1, 1, 1), y1, c7)
      c7 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 2, 2, 2, 2), y2, c7)
      c7 = f32x4.relaxed_madd(v128.shuffle<f32>(x, x, 3, 3, 3, 3), y3, c7)
      a7 += 16
      b += 64
    }
    a0 += skip
    a1 += skip
    a2 += skip
    a3 += skip
    a4 += skip
    a5 += skip
    a6 += skip
    a7 += skip
  }
  const low = f32x4.splat(floor)
  c0 = f32x4.max(f32x4.add(v128.load(init), c0), low)
  init += initStep
  c1 = f32x4.max(f32x4.add(v128.load(init), c1), low)
  init += initStep
  c2 = f32x4.max(f32x4.add(v128.load(init), c2), low)
  init += initStep
  c3 = f32x4.max(f32x4.add(v128.load(init), c3), low)
  init += initStep
  c4 = f32x4.max(f32x4.add(v128.load(init), c4), low)
  init += initStep
  c5 = f32x4.max(f32x4.add(v128.load(init), c5), low)
  init += initStep
  c6 = f32x4.max(f32x4.add(v128.load(init), c6), low)
  init += initStep
  c7 = f32x4.max(f32x4.add(v128.load(init), c7), low)
  v128.store(out, c0)
  out += outStep
  v128.store(out, c1)
  out += outStep
  v128.store(out, c2)
  out += outStep
  v128.store(out, c3)
  out += outStep
  v128.store(out, c4)
  out += outStep
  v128.store(out, c5)
  out += outStep
  v128.store(out, c6)
  out += outStep
  v128.store(out, c7)
}
