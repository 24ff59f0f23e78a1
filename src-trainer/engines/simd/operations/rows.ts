import type { TensorInfo } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'
import { type Call, GRAIN, isFloat, type Overrides } from './override.ts'
import { checkSegments } from './reduction.ts'

/** x [rows, ...], indices int32 of any shape → [...indices, ...]: whole rows of the first axis. */
function gather({ inputs: { x, indices }, backend, attrs }: Call): TensorInfo | undefined {
  if (!x || !indices || !isFloat(x) || indices.dtype !== 'int32') return undefined
  if ((attrs.batchDims ?? 0) !== 0 || util.parseAxisParam(attrs.axis as number, x.shape)[0] !== 0) return undefined
  const [rows, ...row] = x.shape as [number, ...number[]]
  checkIndices('gather', backend.view(indices), rows)
  const out = backend.output([...indices.shape, ...row])
  const count = util.sizeFromShape(indices.shape)
  const size = util.sizeFromShape(row)
  const [from, at, to] = [backend.address(x), backend.address(indices), backend.address(out)]
  const pieces = backend.cut(count, GRAIN / Math.max(1, size))
  backend.run(
    pieces.map(({ first, count }) => [backend.pool.call('gather', from, at + 4 * first, to + 4 * first * size, count, size)]),
  )
  return out
}

/** Rows of updates [n, ...] added up at indices [n, 1] of zeros [rows, ...]. */
function scatter({ inputs: { indices, updates }, backend, attrs }: Call): TensorInfo | undefined {
  const shape = attrs.shape as number[]
  if (!indices || !updates || !isFloat(updates) || indices.dtype !== 'int32') return undefined
  if (indices.shape.length !== 2 || indices.shape[1] !== 1 || updates.shape.length !== shape.length) return undefined
  const [rows, ...row] = shape as [number, ...number[]]
  checkIndices('scatterND', backend.view(indices), rows)
  const out = backend.output(shape)
  const [from, at, to] = [backend.address(updates), backend.address(indices), backend.address(out)]
  backend.runOne('scatterAdd', from, at, to, rows, indices.shape[0]!, util.sizeFromShape(row))
  return out
}

/** The kernels take indices as they are, or pass over them, so they are checked here, before anything is allocated. */
export function checkIndices(kernel: string, indices: ArrayLike<number>, rows: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!
    if (index < 0 || index >= rows) throw new Error(`${kernel}: index ${index} is not in [0, ${rows - 1}]`)
  }
}

/** x [n, ...], segmentIds int32 [n] → [numSegments, ...]; rows whose segment does not exist are dropped. */
function unsortedSegmentSum({ inputs: { x, segmentIds }, backend, attrs }: Call): TensorInfo | undefined {
  if (!x || !segmentIds || !isFloat(x) || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) return undefined
  const [n, ...row] = x.shape as [number, ...number[]]
  const segments = attrs.numSegments as number
  const out = backend.output([segments, ...row])
  const [from, at, to] = [backend.address(x), backend.address(segmentIds), backend.address(out)]
  backend.runOne('scatterAdd', from, at, to, segments, n, util.sizeFromShape(row))
  return out
}

/** x [n, c], rows [b, c], offsets int32 [b + 1] → x[i] + rows[the segment that row i is in]. */
function addSegmentRows({ inputs: { x, rows, offsets }, backend }: Call): TensorInfo {
  const [segments, columns] = checkSegments('AddSegmentRows', x, offsets, backend.view(offsets!))
  if (!rows || !isFloat(rows) || !util.arraysEqual(rows.shape, [segments, columns])) {
    throw new Error(`AddSegmentRows takes float32 rows [${segments}, ${columns}], got [${rows?.shape}]`)
  }
  const out = backend.output(x!.shape)
  const [from, at, to] = [backend.address(x!), backend.address(offsets!), backend.address(out)]
  backend.runOne('addSegments', from, backend.address(rows), at, to, segments, columns)
  return out
}

export const rowOverrides: Overrides = {
  GatherV2: gather,
  ScatterNd: scatter,
  UnsortedSegmentSum: unsortedSegmentSum,
  AddSegmentRows: addSegmentRows,
}
