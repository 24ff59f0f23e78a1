/** Rotations stop when what is off the diagonal is so small a part of the whole. */
const precision = 1e-14
const mostSweeps = 30

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations: each zeroes one pair of entries off the diagonal, and
 * their sum of squares shrinks quadratically in the end.
 *
 * @param matrix [n, n]; left as the rotations leave it
 * @param between called between sweeps, so that other work can go first
 * @returns values descending, and `vectors` [n, n] whose row i belongs to value i
 */
export async function symmetricEigen(
  matrix: Float64Array,
  n: number,
  between: () => Promise<void> = async () => {},
): Promise<{ values: Float64Array; vectors: Float64Array }> {
  const vectors = new Float64Array(n * n)
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1
  const whole = matrix.reduce((sum, value) => sum + value * value, 0)
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(matrix, n) > precision ** 2 * whole; sweep++) {
    await between()
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => matrix[b * n + b]! - matrix[a * n + a]!)
  const sorted = new Float64Array(n * n)
  for (const [to, from] of order.entries()) sorted.set(vectors.subarray(from * n, (from + 1) * n), to * n)
  return { values: Float64Array.from(order, (i) => matrix[i * n + i]!), vectors: sorted }
}

function offDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += 2 * matrix[i * n + j]! ** 2
  return sum
}

/** Zeroes entry (p, q): A ← JᵀAJ, and the vectors, which lie in rows, with it. */
function rotate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = matrix[p * n + q]!
  if (apq === 0) return
  const theta = (matrix[q * n + q]! - matrix[p * n + p]!) / (2 * apq)
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  turnRows(matrix, n, p, q, cosine, sine)
  for (let row = 0, at = 0; row < n; row++, at += n) {
    const [x, y] = [matrix[at + p]!, matrix[at + q]!]
    matrix[at + p] = cosine * x - sine * y
    matrix[at + q] = sine * x + cosine * y
  }
  matrix[p * n + q] = 0
  matrix[q * n + p] = 0
  turnRows(vectors, n, p, q, cosine, sine)
}

function turnRows(matrix: Float64Array, n: number, p: number, q: number, cosine: number, sine: number): void {
  for (let i = 0, x = p * n, y = q * n; i < n; i++, x++, y++) {
    const [u, v] = [matrix[x]!, matrix[y]!]
    matrix[x] = cosine * u - sine * v
    matrix[y] = sine * u + cosine * v
  }
}
