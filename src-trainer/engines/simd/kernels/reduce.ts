// Sums are kept in double precision, so that a loss over a million pixels is exact to float32's last digit.

/** Σ of n consecutive floats. */
// @ts-ignore: decorator
@inline
function sumRun(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0)
  for (let i = 0; i < n >> 3; i++) {
    const a = v128.load(x), b = v128.load(x, 16)
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(a))
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.shuffle<f64>(a, a, 1, 1)))
    s2 = f64x2.add(s2, f64x2.promote_low_f32x4(b))
    s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.shuffle<f64>(b, b, 1, 1)))
    x += 32
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3))
  let total = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1)
  for (let i = 0; i < (n & 7); i++) {
    total += <f64>load<f32>(x)
    x += 4
  }
  return total
}

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1))
}

// @ts-ignore: decorator
@inline
function storeScaled(to: usize, low: v128, high: v128, factor: v128): void {
  const a = f32x4.demote_f64x2_zero(f64x2.mul(low, factor)), b = f32x4.demote_f64x2_zero(f64x2.mul(high, factor))
  v128.store(to, v128.shuffle<f64>(a, b, 0, 2))
}

/** out [n] = scale · Σ over `rows` rows of x [rows, n]; sixteen columns at a time, which is a line of the cache. */
function sumRows(x: usize, out: usize, rows: i32, n: i32, scale: f64): void {
  const rowStep = (<usize>n) << 2
  const factor = f64x2.splat(scale)
  let j = 0
  for (; j + 16 <= n; j += 16) {
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0)
    let s4 = f64x2.splat(0), s5 = f64x2.splat(0), s6 = f64x2.splat(0), s7 = f64x2.splat(0)
    let p = x + ((<usize>j) << 2)
    for (let r = 0; r < rows; r++) {
      const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48)
      s0 = f64x2.add(s0, f64x2.promote_low_f32x4(a))
      s1 = f64x2.add(s1, high(a))
      s2 = f64x2.add(s2, f64x2.promote_low_f32x4(b))
      s3 = f64x2.add(s3, high(b))
      s4 = f64x2.add(s4, f64x2.promote_low_f32x4(c))
      s5 = f64x2.add(s5, high(c))
      s6 = f64x2.add(s6, f64x2.promote_low_f32x4(d))
      s7 = f64x2.add(s7, high(d))
      p += rowStep
    }
    const to = out + ((<usize>j) << 2)
    storeScaled(to, s0, s1, factor)
    storeScaled(to + 16, s2, s3, factor)
    storeScaled(to + 32, s4, s5, factor)
    storeScaled(to + 48, s6, s7, factor)
  }
  for (; j < n; j++) {
    let s: f64 = 0
    let p = x + ((<usize>j) << 2)
    for (let r = 0; r < rows; r++) {
      s += <f64>load<f32>(p)
      p += rowStep
    }
    store<f32>(out + ((<usize>j) << 2), <f32>(s * scale))
  }
}

/** out [outer, inner] = scale · Σ over the middle of x [outer, middle, inner]. */
export function sum(x: usize, out: usize, outer: i32, middle: i32, inner: i32, scale: f64): void {
  for (let i = 0; i < outer; i++) {
    if (inner == 1) store<f32>(out, <f32>(sumRun(x, middle) * scale))
    else sumRows(x, out, middle, inner, scale)
    x += (<usize>(middle * inner)) << 2
    out += (<usize>inner) << 2
  }
}

/** out [segments, n]: row i is the sum of rows offsets[i] … offsets[i+1]−1 of x. */
export function sumSegments(x: usize, offsets: usize, out: usize, segments: i32, n: i32): void {
  for (let i = 0; i < segments; i++) {
    const first = load<i32>(offsets), end = load<i32>(offsets, 4)
    sumRows(x + ((<usize>(first * n)) << 2), out, end - first, n, 1)
    offsets += 4
    out += (<usize>n) << 2
  }
}

/** out [n] += Σ over the rows of x [rows, n], in single precision, every other row apart: for a few hundred rows. */
export function addColumnSums(x: usize, out: usize, rows: i32, n: i32): void {
  const step = (<usize>n) << 2
  let j = 0
  for (; j + 16 <= n; j += 16) {
    let p = x + ((<usize>j) << 2)
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0)
    let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0)
    let r = 0
    for (; r + 2 <= rows; r += 2) {
      const q = p + step
      a0 = f32x4.add(a0, v128.load(p))
      a1 = f32x4.add(a1, v128.load(p, 16))
      a2 = f32x4.add(a2, v128.load(p, 32))
      a3 = f32x4.add(a3, v128.load(p, 48))
      b0 = f32x4.add(b0, v128.load(q))
      b1 = f32x4.add(b1, v128.load(q, 16))
      b2 = f32x4.add(b2, v128.load(q, 32))
      b3 = f32x4.add(b3, v128.load(q, 48))
      p = q + step
    }
    if (r < rows) {
      a0 = f32x4.add(a0, v128.load(p))
      a1 = f32x4.add(a1, v128.load(p, 16))
      a2 = f32x4.add(a2, v128.load(p, 32))
      a3 = f32x4.add(a3, v128.load(p, 48))
    }
    const to = out + ((<usize>j) << 2)
    const s0 = f32x4.add(v128.load(to), f32x4.add(a0, b0)), s1 = f32x4.add(v128.load(to, 16), f32x4.add(a1, b1))
    const s2 = f32x4.add(v128.load(to, 32), f32x4.add(a2, b2)), s3 = f32x4.add(v128.load(to, 48), f32x4.add(a3, b3))
    v128.store(to, s0)
    v128.store(to, s1, 16)
    v128.store(to, s2, 32)
    v128.store(to, s3, 48)
  }
  for (; j < n; j++) {
    let s: f64 = 0
    let p = x + ((<usize>j) << 2)
    for (let r = 0; r < rows; r++) {
      s += <f64>load<f32>(p)
      p += step
    }
    const to = out + ((<usize>j) << 2)
    store<f32>(to, load<f32>(to) + <f32>s)
  }
}

/** out [n] = Σ of `count` arrays of n, `step` bytes apart, in their order. */
export function sumParts(parts: usize, count: i32, step: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    // Tensors and parts are padded to 64 bytes, so the last vector may run past n.
    let p = parts + ((<usize>i) << 2)
    let low = f64x2.splat(0), high_ = f64x2.splat(0)
    for (let c = 0; c < count; c++) {
      const x = v128.load(p)
      low = f64x2.add(low, f64x2.promote_low_f32x4(x))
      high_ = f64x2.add(high_, high(x))
      p += step
    }
    storeScaled(out + ((<usize>i) << 2), low, high_, f64x2.splat(1))
  }
}
