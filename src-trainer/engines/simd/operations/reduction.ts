import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Call, isFloat, type Overrides } from './override.ts'

/** Sum or mean over neighbouring axes, in double precision: x is [outer, middle, inner] and the middle goes. */
function reduce({ inputs: { x }, backend, attrs }: Call, isMean: boolean): TensorInfo | undefined {
  if (!x || !isFloat(x)) return undefined
  const axes = util.parseAxisParam(attrs.axis as number | number[], x.shape).sort((a, b) => a - b)
  const first = axes[0] ?? 0
  if (axes.some((axis, i) => axis !== first + i)) return undefined
  const end = first + axes.length
  const middle = util.sizeFromShape(x.shape.slice(first, end))
  const kept = attrs.keepDims ? axes.map(() => 1) : []
  const out = backend.output([...x.shape.slice(0, first), ...kept, ...x.shape.slice(end)])
  const outer = util.sizeFromShape(x.shape.slice(0, first))
  const inner = util.sizeFromShape(x.shape.slice(end))
  backend.runOne('sum', backend.address(x), backend.address(out), outer, middle, inner, isMean ? 1 / middle : 1)
  return out
}

/** x [n, c], offsets int32 [b + 1] → [b, c]: row i sums rows offsets[i] … offsets[i + 1] − 1 of x, in double precision. */
function sortedSegmentSum({ inputs: { x, offsets }, backend }: Call): TensorInfo {
  const [count, columns] = checkSegments('SortedSegmentSum', x, offsets, backend.view(offsets!))
  const out = backend.output([count, columns])
  backend.runOne('sumSegments', backend.address(x!), backend.address(offsets!), backend.address(out), count, columns)
  return out
}

/** The kernels walk the offsets unchecked, so they are checked here. */
export function checkSegments(
  kernel: string,
  x: TensorInfo | undefined,
  offsets: TensorInfo | undefined,
  bounds: ArrayLike<number>,
): [segments: number, columns: number] {
  const [n, columns] = x?.shape ?? []
  const typed = isFloat(x) && offsets?.dtype === 'int32' && offsets.shape.length === 1
  let valid = typed && x?.shape.length === 2 && bounds[0] === 0 && bounds[bounds.length - 1] === n
  for (let i = 1; valid && i < bounds.length; i++) valid = bounds[i]! >= bounds[i - 1]!
  if (!valid) throw new Error(`${kernel} takes float32 x [n, c] and int32 offsets that rise from 0 to n, got x [${x?.shape}]`)
  return [bounds.length - 1, columns!]
}

export const reductionOverrides: Overrides = {
  Sum: (call) => reduce(call, false),
  Mean: (call) => reduce(call, true),
  SortedSegmentSum: sortedSegmentSum,
}
