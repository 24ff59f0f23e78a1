// What the parameters mean stands in tile.ts.

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
