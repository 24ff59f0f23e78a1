/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a tridiagonal matrix, then QL with implicit shifts
 * (Golub and Van Loan, "Matrix Computations", 8.3). Rotations run along rows of the transposed vectors.
 *
 * @param matrix [n, n]; overwritten
 * @returns values [n] in no order; vectors [n, n], one a column
 */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const { diagonal, beside, reflectors, scales } = tridiagonal(matrix, n)
  // rows[k] is the k-th vector in the tridiagonal matrix' coordinates.
  const rows = new Float64Array(n * n)
  for (let i = 0; i < n; i++) rows[i * n + i] = 1
  implicitQl(diagonal, beside, rows, n)
  // Back to the matrix' own coordinates, the last reflection first.
  for (let k = n - 3; k >= 0; k--) {
    const scale = scales[k]!
    if (scale === 0) continue
    for (let row = 0; row < n; row++) {
      let dot = 0
      for (let i = k + 1; i < n; i++) dot += reflectors[k * n + i]! * rows[row * n + i]!
      dot *= scale
      for (let i = k + 1; i < n; i++) rows[row * n + i]! -= dot * reflectors[k * n + i]!
    }
  }
  const vectors = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) vectors[i * n + k] = rows[k * n + i]!
  return { values: diagonal, vectors }
}

/** A = Q·T·Qᵀ, Q = H₀·H₁·…, H_k = I − scale·v·vᵀ with v in reflectors' row k. */
function tridiagonal(a: Float64Array, n: number) {
  const reflectors = new Float64Array(n * n)
  const scales = new Float64Array(n)
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(n)
  const product = new Float64Array(n)
  for (let k = 0; k < n - 2; k++) {
    const v = reflectors.subarray(k * n, (k + 1) * n)
    let norm = 0
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k]!
      norm += v[i]! ** 2
    }
    norm = Math.sqrt(norm)
    if (norm === 0) continue
    const alpha = v[k + 1]! > 0 ? -norm : norm
    v[k + 1]! -= alpha
    let square = 0
    for (let i = k + 1; i < n; i++) square += v[i]! ** 2
    const scale = 2 / square
    scales[k] = scale
    let inner = 0
    for (let i = k + 1; i < n; i++) {
      let sum = 0
      for (let j = k + 1; j < n; j++) sum += a[i * n + j]! * v[j]!
      product[i] = scale * sum
      inner += product[i]! * v[i]!
    }
    const half = (scale * inner) / 2
    for (let i = k + 1; i < n; i++) product[i]! -= half * v[i]!
    for (let i = k + 1; i < n; i++) {
      const [vi, wi] = [v[i]!, product[i]!]
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= vi * product[j]! + wi * v[j]!
    }
    a[(k + 1) * n + k] = alpha
  }
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i]!
  for (let i = 0; i < n - 1; i++) beside[i] = a[(i + 1) * n + i]!
  return { diagonal, beside, reflectors, scales }
}

/** Diagonalises T in place; `rows` [n, n] takes the rotations, as rows. */
function implicitQl(d: Float64Array, e: Float64Array, rows: Float64Array, n: number): void {
  for (let l = 0; l < n; l++) {
    for (;;) {
      let m = l
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++
      if (m === l) break
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!)
      let r = Math.hypot(g, 1)
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r))
      let [sine, cosine, shift] = [1, 1, 0]
      let i = m - 1
      for (; i >= l; i--) {
        const f = sine * e[i]!
        const b = cosine * e[i]!
        r = Math.hypot(f, g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1]! -= shift
          e[m] = 0
          break
        }
        sine = f / r
        cosine = g / r
        g = d[i + 1]! - shift
        r = (d[i]! - g) * sine + 2 * cosine * b
        shift = sine * r
        d[i + 1] = g + shift
        g = cosine * r - b
        const [low, high] = [i * n, (i + 1) * n]
        for (let k = 0; k < n; k++) {
          const upper = rows[high + k]!
          const lower = rows[low + k]!
          rows[high + k] = sine * lower + cosine * upper
          rows[low + k] = cosine * lower - sine * upper
        }
      }
      if (r === 0 && i >= l) continue
      d[l]! -= shift
      e[l] = g
      e[m] = 0
    }
  }
}
