import { dot, subtractProducts } from './products'

/** Columns factored at once. */
const BLOCK: i32 = 48

/**
 * Cholesky, in place, looking left: of a [rows, n], the first n rows hold a symmetric positive definite A (its lower triangle) and become
 * L with L·Lᵀ = A; what is above the diagonal is overwritten with anything. Further rows B become B·L⁻ᵀ.
 *
 * @returns 0, or the number, from 1, of the first column at which A is found not to be positive definite
 */
export function factor(a: usize, step: usize, n: i32, rows: i32): i32 {
  for (let first = 0; first < n; first += BLOCK) {
    const width = min(BLOCK, n - first)
    const row = a + (<usize>first) * step, at = (<usize>first) << 3
    if (first > 0) subtractProducts(row + at, step, row, step, row, step, rows - first, width, first, true)
    for (let i = first; i < rows; i++) {
      const own = a + (<usize>i) * step + at
      const end = min(i - first, width)
      for (let c = 0; c < end; c++) {
        const other = a + (<usize>(first + c)) * step + at, place = (<usize>c) << 3
        store<f64>(own + place, (load<f64>(own + place) - dot(own, other, c)) / load<f64>(other + place))
      }
      if (i >= first + width) continue
      const place = own + ((<usize>end) << 3)
      const square = load<f64>(place) - dot(own, own, end)
      if (!(square > 0)) return i + 1
      store<f64>(place, sqrt<f64>(square))
    }
  }
  return 0
}
