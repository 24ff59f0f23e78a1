import { copyFloats } from './pack'

/** Floats from which memory.copy beats a loop. */
const LONG: i32 = 128

// @ts-ignore: decorator
@inline
function copyRow(to: usize, from: usize, n: i32): void {
  if (n >= LONG) memory.copy(to, from, (<usize>n) << 2)
  else copyFloats(to, from, n)
}

/** to [n] = a + b */
// @ts-ignore: decorator
@inline
export function addRow(to: usize, a: usize, b: usize, n: i32): void {
  let i = 0
  for (; i + 8 <= n; i += 8) {
    const low = f32x4.add(v128.load(a), v128.load(b)), high = f32x4.add(v128.load(a, 16), v128.load(b, 16))
    v128.store(to, low)
    v128.store(to, high, 16)
    to += 32
    a += 32
    b += 32
  }
  for (; i < n; i++) {
    store<f32>(to, load<f32>(a) + load<f32>(b))
    to += 4
    a += 4
    b += 4
  }
}

/** `rows` rows of n floats, each `step` bytes after the one before it; slices, concatenations and padding are made of this. */
export function copyRows(from: usize, fromStep: usize, to: usize, toStep: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    copyRow(to, from, n)
    from += fromStep
    to += toStep
  }
}

export function zeroBytes(to: usize, bytes: usize): void {
  memory.fill(to, 0, bytes)
}

/** out [count, n] = x[indices], which the caller has checked. */
export function gather(x: usize, indices: usize, out: usize, count: i32, n: i32): void {
  const bytes = (<usize>n) << 2
  for (let i = 0; i < count; i++) {
    const index = load<i32>(indices + ((<usize>i) << 2))
    copyRow(out, x + (<usize>index) * bytes, n)
    out += bytes
  }
}

/** out [rows, n], zeroed here, += x [count, n] at row indices[i]; rows whose index is outside [0, rows) are dropped. */
export function scatterAdd(x: usize, indices: usize, out: usize, rows: i32, count: i32, n: i32): void {
  const bytes = (<usize>n) << 2
  memory.fill(out, 0, (<usize>rows) * bytes)
  for (let i = 0; i < count; i++) {
    const index = load<i32>(indices + ((<usize>i) << 2))
    if (index >= 0 && index < rows) {
      const to = out + (<usize>index) * bytes
      addRow(to, to, x, n)
    }
    x += bytes
  }
}

/** out [count, n] = x[i] + rows[the segment that i is in]. */
export function addSegments(x: usize, rows: usize, offsets: usize, out: usize, segments: i32, n: i32): void {
  const bytes = (<usize>n) << 2
  for (let s = 0; s < segments; s++) {
    const count = load<i32>(offsets, 4) - load<i32>(offsets)
    for (let i = 0; i < count; i++) {
      addRow(out, x, rows, n)
      out += bytes
      x += bytes
    }
    rows += bytes
    offsets += 4
  }
}

/** out [batch, columns, rows] = x [batch, rows, columns] transposed, in 8×8 squares so that both sides stay in cache. */
export function transpose(x: usize, out: usize, batch: i32, rows: i32, columns: i32): void {
  const xStep = (<usize>columns) << 2, outStep = (<usize>rows) << 2
  for (let b = 0; b < batch; b++) {
    for (let i0 = 0; i0 < rows; i0 += 8) {
      const iEnd = min(rows, i0 + 8)
      for (let j0 = 0; j0 < columns; j0 += 8) {
        const jEnd = min(columns, j0 + 8)
        for (let i = i0; i < iEnd; i++) {
          for (let j = j0; j < jEnd; j++) {
            store<f32>(out + (<usize>j) * outStep + ((<usize>i) << 2), load<f32>(x + (<usize>i) * xStep + ((<usize>j) << 2)))
          }
        }
      }
    }
    x += (<usize>rows) * xStep
    out += (<usize>rows) * xStep
  }
}
