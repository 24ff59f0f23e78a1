import { dot } from './products'

/** x = L⁻¹·x, L [n, n] lower. */
export function solveLower(l: usize, step: usize, n: i32, x: usize): void {
  for (let i = 0; i < n; i++) {
    const row = l + (<usize>i) * step, own = (<usize>i) << 3
    store<f64>(x + own, (load<f64>(x + own) - dot(row, x, i)) / load<f64>(row + own))
  }
}

/** x = L⁻ᵀ·x, L [n, n] lower; walks along L's rows. */
export function solveUpper(l: usize, step: usize, n: i32, x: usize): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = l + (<usize>i) * step, own = (<usize>i) << 3
    const value = load<f64>(x + own) / load<f64>(row + own)
    store<f64>(x + own, value)
    const minus = f64x2.splat(-value)
    let t: usize = 0
    for (; t + 16 <= own; t += 16)
      v128.store(x + t, f64x2.relaxed_madd(minus, v128.load(row + t), v128.load(x + t)))
    if (t < own) store<f64>(x + t, load<f64>(x + t) - value * load<f64>(row + t))
  }
}
