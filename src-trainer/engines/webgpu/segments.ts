import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { dispatch, flat, flatMain, type Shader } from './backend.ts'
import { partsOf, sumParts } from './products.ts'

/** Columns of a workgroup, and the threads that share one. */
const COLUMNS = 32
const LANES = 8

/** Adds rows `first` … `to` − 1 of x up, column by column, in an order that their number alone decides. */
const addRows = /* wgsl */ `
var<workgroup> sums: array<array<f32, ${COLUMNS}>, ${LANES}>;

fn addRows(first: u32, to: u32, column: u32, local: vec3u) -> f32 {
  var sum = 0.0;
  if (column < uniforms.columns) {
    for (var row = first + local.y; row < to; row += ${LANES}u) { sum += x[row * uniforms.columns + column]; }
  }
  sums[local.y][local.x] = sum;
  workgroupBarrier();
  var total = 0.0;
  for (var lane = 0u; lane < ${LANES}u; lane++) { total += sums[lane][local.x]; }
  return total;
}`

/** sums[segment, column] of x [rows, columns], a workgroup a segment. */
const segmentSums: Shader = {
  name: 'segment sums',
  inputs: ['x', 'offsets: array<i32>'],
  outputs: ['result'],
  uniforms: ['columns'],
  code: /* wgsl */ `${addRows}
@compute @workgroup_size(${COLUMNS}, ${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let column = group.x * ${COLUMNS}u + local.x;
  let total = addRows(u32(offsets[group.y]), u32(offsets[group.y + 1u]), column, local);
  if (local.y == 0u && column < uniforms.columns) { result[group.y * uniforms.columns + column] = total; }
}`,
}

/** Column sums of every part of x [rows, columns]. */
const partialColumns: Shader = {
  name: 'partial column sums',
  inputs: ['x'],
  outputs: ['result'],
  uniforms: ['columns', 'rows', 'part'],
  code: /* wgsl */ `${addRows}
@compute @workgroup_size(${COLUMNS}, ${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let column = group.x * ${COLUMNS}u + local.x;
  let first = group.y * uniforms.part;
  let total = addRows(first, min(uniforms.rows, first + uniforms.part), column, local);
  if (local.y == 0u && column < uniforms.columns) { result[group.y * uniforms.columns + column] = total; }
}`,
}

/** result[i, column] = x[i, column] + rows[the segment that row i is in, column]; the segment is found by bisection. */
const addSegmentRowsShader: Shader = {
  name: 'add segment rows',
  inputs: ['x', 'rows', 'offsets: array<i32>'],
  outputs: ['result'],
  uniforms: ['count', 'columns', 'segments'],
  code: flatMain(/* wgsl */ `
  let row = i32(i / uniforms.columns);
  var low = 0u; // the last segment that begins at or before the row
  var high = uniforms.segments;
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (offsets[middle] <= row) { low = middle; } else { high = middle; }
  }
  result[i] = x[i] + rows[low * uniforms.columns + i % uniforms.columns];`),
}

/** x [n, c], offsets int32 [b + 1] → [b, c]. */
export function sortedSegmentSum(backend: WebGPUBackend, x: TensorInfo, offsets: TensorInfo): TensorInfo {
  const [rows, columns] = x.shape as [number, number]
  const segments = offsets.shape[0]! - 1
  const blocks = Math.ceil(columns / COLUMNS)
  if (segments > 1) {
    const [sums] = dispatch(backend, segmentSums, {
      inputs: [x, offsets],
      outputs: [{ shape: [segments, columns] }],
      uniforms: [columns],
      workgroups: [blocks, segments, 1],
    })
    return sums!
  }
  const parts = partsOf(rows, blocks) // a single segment is all rows
  const [partial] = dispatch(backend, partialColumns, {
    inputs: [x],
    outputs: [{ shape: [parts, columns] }],
    uniforms: [columns, rows, Math.ceil(rows / parts)],
    workgroups: [blocks, parts, 1],
  })
  return sumParts(backend, partial!, parts, [1, columns])
}

/** x [n, c], rows [b, c], offsets int32 [b + 1] → [n, c]. */
export function addSegmentRows(backend: WebGPUBackend, x: TensorInfo, rows: TensorInfo, offsets: TensorInfo): TensorInfo {
  const [n, columns] = x.shape as [number, number]
  const [result] = dispatch(backend, addSegmentRowsShader, {
    inputs: [x, rows, offsets],
    outputs: [{ shape: x.shape }],
    uniforms: [n * columns, columns, offsets.shape[0]! - 1],
    workgroups: flat(n * columns),
  })
  return result!
}
