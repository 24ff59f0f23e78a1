/**
 * The rows and columns `indices` of a symmetric matrix, as a lower triangle: to[i, j] = a[indices[i], indices[j]] for j ≤ i.
 *
 * @param indices int32, ascending
 */
export function gather(a: usize, step: usize, indices: usize, n: i32, to: usize, toStep: usize): void {
  for (let i = 0; i < n; i++) {
    const row = a + (<usize>load<i32>(indices + ((<usize>i) << 2))) * step
    let out = to, at = indices
    const end = indices + ((<usize>i) << 2)
    for (; at <= end; at += 4) {
      store<f64>(out, load<f64>(row + ((<usize>load<i32>(at)) << 3)))
      out += 8
    }
    to += toStep
  }
}
