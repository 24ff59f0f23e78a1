// One loop for every elementwise operation, in pairs of vectors with loads before stores, which V8 may run 256 bits wide.

type Operation = i32
const ADD: Operation = 0
const SUBTRACT: Operation = 1
const MULTIPLY: Operation = 2
const DIVIDE: Operation = 3
const MAXIMUM: Operation = 4
const MINIMUM: Operation = 5
const SQUARED_DIFFERENCE: Operation = 6
const RELU_GRADIENT: Operation = 7

// @ts-ignore: decorator
@inline
function combine(operation: Operation, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b)
  if (operation == SUBTRACT) return f32x4.sub(a, b)
  if (operation == MULTIPLY) return f32x4.mul(a, b)
  if (operation == DIVIDE) return f32x4.div(a, b)
  if (operation == MAXIMUM) return f32x4.max(a, b)
  if (operation == MINIMUM) return f32x4.min(a, b)
  if (operation == SQUARED_DIFFERENCE) {
    const d = f32x4.sub(a, b)
    return f32x4.mul(d, d)
  }
  return v128.and(a, f32x4.gt(b, f32x4.splat(0)))
}

/** The last one to three elements go through the same vector operation, so they round alike. */
// @ts-ignore: decorator
@inline
function tail(operation: Operation, a: usize, aStep: usize, b: usize, bStep: usize, out: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    store<f32>(out, f32x4.extract_lane(combine(operation, v128.load32_splat(a), v128.load32_splat(b)), 0))
    a += aStep
    b += bStep
    out += 4
  }
}

/**
 * out [rows, n] = a ∘ b. A step of 4 walks along a row and 0 repeats one element; aRow and bRow are the bytes from one row
 * to the next (0 repeats the row). So this serves equal shapes, scalars, rows and columns.
 */
// @ts-ignore: decorator
@inline
function binary(
  operation: Operation, a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32,
): void {
  const pairs = n >> 3
  for (let row = 0; row < rows; row++) {
    let p = a, q = b
    if (aStep == 4 && bStep == 4) {
      for (let i = 0; i < pairs; i++) {
        const low = combine(operation, v128.load(p), v128.load(q))
        const high = combine(operation, v128.load(p, 16), v128.load(q, 16))
        v128.store(out, low)
        v128.store(out, high, 16)
        p += 32
        q += 32
        out += 32
      }
    } else if (bStep == 0) {
      const y = v128.load32_splat(q)
      for (let i = 0; i < pairs; i++) {
        const low = combine(operation, v128.load(p), y)
        const high = combine(operation, v128.load(p, 16), y)
        v128.store(out, low)
        v128.store(out, high, 16)
        p += 32
        out += 32
      }
    } else {
      const x = v128.load32_splat(p)
      for (let i = 0; i < pairs; i++) {
        const low = combine(operation, x, v128.load(q))
        const high = combine(operation, x, v128.load(q, 16))
        v128.store(out, low)
        v128.store(out, high, 16)
        q += 32
        out += 32
      }
    }
    tail(operation, p, aStep, q, bStep, out, n & 7)
    out += (<usize>(n & 7)) << 2
    a += aRow
    b += bRow
  }
}

export function add(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(ADD, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
export function subtract(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(SUBTRACT, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
export function multiply(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(MULTIPLY, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
export function divide(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(DIVIDE, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
export function maximum(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(MAXIMUM, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
export function minimum(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(MINIMUM, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
export function squaredDifference(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(SQUARED_DIFFERENCE, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}
/** a where b > 0, else 0. */
export function reluGradient(a: usize, aStep: usize, aRow: usize, b: usize, bStep: usize, bRow: usize, out: usize, rows: i32, n: i32): void {
  binary(RELU_GRADIENT, a, aStep, aRow, b, bStep, bRow, out, rows, n)
}

const SQUARE: Operation = 0
const SQRT: Operation = 1
const NEGATE: Operation = 2
const ABSOLUTE: Operation = 3
const STEP: Operation = 4
const FROM_INT32: Operation = 5

// @ts-ignore: decorator
@inline
function transform(operation: Operation, x: v128): v128 {
  if (operation == SQUARE) return f32x4.mul(x, x)
  if (operation == SQRT) return f32x4.sqrt(x)
  if (operation == NEGATE) return f32x4.neg(x)
  if (operation == ABSOLUTE) return f32x4.abs(x)
  if (operation == FROM_INT32) return f32x4.convert_i32x4_s(x)
  // 1 where x > 0, else 0; not a number stays so.
  const one = v128.and(f32x4.splat(1), f32x4.gt(x, f32x4.splat(0)))
  return v128.bitselect(one, x, f32x4.eq(x, x))
}

// @ts-ignore: decorator
@inline
function unary(operation: Operation, x: usize, out: usize, n: i32): void {
  for (let i = 0; i < n >> 3; i++) {
    const low = transform(operation, v128.load(x))
    const high = transform(operation, v128.load(x, 16))
    v128.store(out, low)
    v128.store(out, high, 16)
    x += 32
    out += 32
  }
  for (let i = 0; i < (n & 7); i++) {
    store<f32>(out, f32x4.extract_lane(transform(operation, v128.load32_splat(x)), 0))
    x += 4
    out += 4
  }
}

export function square(x: usize, out: usize, n: i32): void {
  unary(SQUARE, x, out, n)
}
export function sqrt(x: usize, out: usize, n: i32): void {
  unary(SQRT, x, out, n)
}
export function negate(x: usize, out: usize, n: i32): void {
  unary(NEGATE, x, out, n)
}
export function absolute(x: usize, out: usize, n: i32): void {
  unary(ABSOLUTE, x, out, n)
}
export function step(x: usize, out: usize, n: i32): void {
  unary(STEP, x, out, n)
}
export function int32ToFloat(x: usize, out: usize, n: i32): void {
  unary(FROM_INT32, x, out, n)
}

export function byteToFloat(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<f32>(out + ((<usize>i) << 2), <f32>load<u8>(x + <usize>i))
}

/** out = condition ? a : b, of equal shapes; the condition is bytes. */
export function select(condition: usize, a: usize, b: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2
    store<u32>(out + at, load<u8>(condition + <usize>i) != 0 ? load<u32>(a + at) : load<u32>(b + at))
  }
}

/** Every one of n 32-bit words, given as its bits. */
export function fill(out: usize, bits: i32, n: i32): void {
  for (let i = 0; i < n; i++) store<i32>(out + ((<usize>i) << 2), bits)
}
