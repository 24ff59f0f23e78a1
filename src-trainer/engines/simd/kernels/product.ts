// Products of small matrices that lie as they are: operands that are in the first cache need no panels.

/**
 * C [m, n] = A·B, or C + A·B where `adds`: m a multiple of 4, n of 16. Steps are bytes: `aRow` from row to row of A and
 * `aStep` from k to k, so that A may be a transpose; rows of B and C are contiguous.
 *
 * Both forms add the products of an element in the order of k, and then what is in C; which is used never changes a digit.
 */
// @ts-ignore: decorator
@inline
export function product(
  wide: bool, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, m: i32, n: i32, k: i32, adds: bool,
): void {
  if (wide) product4x16(a, aRow, aStep, b, bStep, c, cRow, m, n, k, adds)
  else product4x8(a, aRow, aStep, b, bStep, c, cRow, m, n, k, adds)
}

/** For 256-bit registers and for ARM's 32 registers. */
export function product4x16(
  a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, m: i32, n: i32, k: i32, adds: bool,
): void {
  for (let j = 0; j < n; j += 16) {
    let corner = a, out = c
    for (let i = 0; i < m; i += 4) {
      let a0 = corner, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow
      corner = a3 + aRow
      let row = b
      let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0)
      let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0)
      let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0)
      let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0), c33 = f32x4.splat(0)
      for (let p = 0; p < k; p++) {
        const b0 = v128.load(row), b1 = v128.load(row, 16), b2 = v128.load(row, 32), b3 = v128.load(row, 48)
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
        a0 += aStep
        a1 += aStep
        a2 += aStep
        a3 += aStep
        row += bStep
      }
      const out1 = out + cRow, out2 = out1 + cRow, out3 = out2 + cRow
      if (adds) {
        c00 = f32x4.add(v128.load(out), c00)
        c01 = f32x4.add(v128.load(out, 16), c01)
        c02 = f32x4.add(v128.load(out, 32), c02)
        c03 = f32x4.add(v128.load(out, 48), c03)
        c10 = f32x4.add(v128.load(out1), c10)
        c11 = f32x4.add(v128.load(out1, 16), c11)
        c12 = f32x4.add(v128.load(out1, 32), c12)
        c13 = f32x4.add(v128.load(out1, 48), c13)
        c20 = f32x4.add(v128.load(out2), c20)
        c21 = f32x4.add(v128.load(out2, 16), c21)
        c22 = f32x4.add(v128.load(out2, 32), c22)
        c23 = f32x4.add(v128.load(out2, 48), c23)
        c30 = f32x4.add(v128.load(out3), c30)
        c31 = f32x4.add(v128.load(out3, 16), c31)
        c32 = f32x4.add(v128.load(out3, 32), c32)
        c33 = f32x4.add(v128.load(out3, 48), c33)
      }
      v128.store(out, c00)
      v128.store(out, c01, 16)
      v128.store(out, c02, 32)
      v128.store(out, c03, 48)
      v128.store(out1, c10)
      v128.store(out1, c11, 16)
      v128.store(out1, c12, 32)
      v128.store(out1, c13, 48)
      v128.store(out2, c20)
      v128.store(out2, c21, 16)
      v128.store(out2, c22, 32)
      v128.store(out2, c23, 48)
      v128.store(out3, c30)
      v128.store(out3, c31, 16)
      v128.store(out3, c32, 32)
      v128.store(out3, c33, 48)
      out = out3 + cRow
    }
    b += 64
    c += 64
  }
}

/** For the sixteen 128-bit registers of x86. */
export function product4x8(
  a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize, c: usize, cRow: usize, m: i32, n: i32, k: i32, adds: bool,
): void {
  for (let j = 0; j < n; j += 8) {
    let corner = a, out = c
    for (let i = 0; i < m; i += 4) {
      let a0 = corner, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow
      corner = a3 + aRow
      let row = b
      let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0)
      let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0)
      for (let p = 0; p < k; p++) {
        const b0 = v128.load(row), b1 = v128.load(row, 16)
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
        a0 += aStep
        a1 += aStep
        a2 += aStep
        a3 += aStep
        row += bStep
      }
      const out1 = out + cRow, out2 = out1 + cRow, out3 = out2 + cRow
      if (adds) {
        c00 = f32x4.add(v128.load(out), c00)
        c01 = f32x4.add(v128.load(out, 16), c01)
        c10 = f32x4.add(v128.load(out1), c10)
        c11 = f32x4.add(v128.load(out1, 16), c11)
        c20 = f32x4.add(v128.load(out2), c20)
        c21 = f32x4.add(v128.load(out2, 16), c21)
        c30 = f32x4.add(v128.load(out3), c30)
        c31 = f32x4.add(v128.load(out3, 16), c31)
      }
      v128.store(out, c00)
      v128.store(out, c01, 16)
      v128.store(out1, c10)
      v128.store(out1, c11, 16)
      v128.store(out2, c20)
      v128.store(out2, c21, 16)
      v128.store(out3, c30)
      v128.store(out3, c31, 16)
      out = out3 + cRow
    }
    b += 32
    c += 32
  }
}
