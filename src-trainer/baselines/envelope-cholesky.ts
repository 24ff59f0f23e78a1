/** One row of a sparse symmetric matrix: entries up to the diagonal, which is the last. */
export interface LowerRow {
  /** Column of each entry, ascending. */
  readonly columns: readonly number[]
  readonly values: readonly number[]
}

/**
 * Cholesky of a sparse symmetric positive definite matrix whose entries lie near the diagonal: from a row's first entry on everything is
 * kept, and nothing before it is ever touched.
 *
 * @returns solves A·x = b, in place
 * @throws Error when the matrix is not positive definite
 */
export function envelopeCholesky(rows: readonly LowerRow[]): (b: Float64Array) => void {
  const n = rows.length
  const first = Int32Array.from(rows, ({ columns }) => columns[0]!)
  /** Entry (i, j) of L is at offset[i] + j. */
  const offset = new Int32Array(n)
  let size = 0
  for (let i = 0; i < n; i++) {
    offset[i] = size - first[i]!
    size += i - first[i]! + 1
  }
  const lower = new Float64Array(size)
  for (let i = 0; i < n; i++) {
    const own = offset[i]!
    rows[i]!.columns.forEach((column, k) => {
      lower[own + column] = rows[i]!.values[k]!
    })
    for (let j = first[i]!; j <= i; j++) {
      const other = offset[j]!
      let sum = lower[own + j]!
      for (let k = Math.max(first[i]!, first[j]!); k < j; k++) sum -= lower[own + k]! * lower[other + k]!
      if (j < i) lower[own + j] = sum / lower[other + j]!
      else if (sum > 0) lower[own + i] = Math.sqrt(sum)
      else throw new Error(`not positive definite at row ${i} of ${n}`)
    }
  }
  return (b) => {
    for (let i = 0; i < n; i++) {
      const own = offset[i]!
      let sum = b[i]!
      for (let k = first[i]!; k < i; k++) sum -= lower[own + k]! * b[k]!
      b[i] = sum / lower[own + i]!
    }
    for (let i = n - 1; i >= 0; i--) {
      const own = offset[i]!
      const value = b[i]! / lower[own + i]!
      b[i] = value
      for (let k = first[i]!; k < i; k++) b[k]! -= lower[own + k]! * value
    }
  }
}
