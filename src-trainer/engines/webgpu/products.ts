import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { dispatch, flat, flatMain, type Shader } from './backend.ts'

/**
 * Long sums: gradients of weights, which are sums over all pixels of a batch. A sum is cut into parts by its shape alone, and the parts
 * are added in order, so that the same inputs give the same bits whatever the device's scheduling: TensorFlow.js adds such sums with
 * atomic operations (products) or in one thread each (convolution filters).
 */

/** Rows of a tile, columns of a tile: 8×8 threads of 4×4 values. */
const TILE = 32
/** Summands taken into workgroup memory at once. */
const DEPTH = 16
/** A part of a sum has at least so many summands; enough workgroups to fill a large card are asked for. */
const LEAST_PART = 256
const WORKGROUPS = 512

/**
 * partial[part, tap, m, n] = Σ a[k + shift(tap), m] · b[k, n] over the k of the part. Rows k are pixels [batch, height, width]; a tap whose
 * pixel lies outside its picture adds nothing. A plain product is one picture of one row with the tap (0, 0).
 */
const partialProducts: Shader = {
  name: 'partial products',
  inputs: ['a', 'b'],
  outputs: ['partial'],
  uniforms: ['count', 'rows', 'columns', 'part', 'height', 'width', 'tapColumns', 'top', 'left', 'tiles'],
  code: /* wgsl */ `
var<workgroup> left: array<array<f32, ${TILE}>, ${DEPTH}>;
var<workgroup> right: array<array<f32, ${TILE}>, ${DEPTH}>;

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u, @builtin(local_invocation_index) index: u32,
        @builtin(num_workgroups) groups: vec3u) {
  let firstRow = (group.x / uniforms.tiles) * ${TILE}u;
  let firstColumn = (group.x % uniforms.tiles) * ${TILE}u;
  let tap = group.y;
  let down = i32(tap / uniforms.tapColumns) - i32(uniforms.top);
  let across = i32(tap % uniforms.tapColumns) - i32(uniforms.left);
  let shift = down * i32(uniforms.width) + across;
  let first = group.z * uniforms.part;
  let to = min(uniforms.count, first + uniforms.part);
  var sum: array<array<f32, 4>, 4>;
  for (var k0 = first; k0 < to; k0 += ${DEPTH}u) {
    for (var slot = index; slot < ${DEPTH * TILE}u; slot += 64u) {
      let k = k0 + slot / ${TILE}u;
      let lane = slot % ${TILE}u;
      var x = 0.0;
      var y = 0.0;
      if (k < to) {
        let pixel = k % (uniforms.height * uniforms.width);
        let row = i32(pixel / uniforms.width) + down;
        let column = i32(pixel % uniforms.width) + across;
        let inside = row >= 0 && row < i32(uniforms.height) && column >= 0 && column < i32(uniforms.width);
        if (inside && firstRow + lane < uniforms.rows) { x = a[u32(i32(k) + shift) * uniforms.rows + firstRow + lane]; }
        if (firstColumn + lane < uniforms.columns) { y = b[k * uniforms.columns + firstColumn + lane]; }
      }
      left[slot / ${TILE}u][lane] = x;
      right[slot / ${TILE}u][lane] = y;
    }
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k++) {
      for (var i = 0u; i < 4u; i++) {
        let x = left[k][local.y * 4u + i];
        for (var j = 0u; j < 4u; j++) { sum[i][j] += x * right[k][local.x * 4u + j]; }
      }
    }
    workgroupBarrier();
  }
  let base = (group.z * groups.y + tap) * uniforms.rows * uniforms.columns;
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      let row = firstRow + local.y * 4u + i;
      let column = firstColumn + local.x * 4u + j;
      if (row < uniforms.rows && column < uniforms.columns) { partial[base + row * uniforms.columns + column] = sum[i][j]; }
    }
  }
}`,
}

/** total[i] = Σ partial[part, i], in order. */
const addParts: Shader = {
  name: 'add parts',
  inputs: ['partial'],
  outputs: ['total'],
  uniforms: ['count', 'parts'],
  code: flatMain(/* wgsl */ `
  var sum = partial[i];
  for (var part = 1u; part < uniforms.parts; part++) { sum += partial[part * uniforms.count + i]; }
  total[i] = sum;`),
}

/** Adds up the leading axis of `partial` [parts, ...shape], and disposes of it. */
export function sumParts(backend: WebGPUBackend, partial: TensorInfo, parts: number, shape: number[]): TensorInfo {
  const count = shape.reduce((product, size) => product * size, 1)
  const [total] = dispatch(backend, addParts, {
    inputs: [partial],
    outputs: [{ shape }],
    uniforms: [count, parts],
    workgroups: flat(count),
  })
  backend.disposeData(partial.dataId)
  return total!
}

/** In how many parts a sum is cut: by shapes alone. */
export function partsOf(summands: number, workgroups: number): number {
  return Math.max(1, Math.min(Math.ceil(WORKGROUPS / workgroups), Math.ceil(summands / LEAST_PART)))
}

export interface Taps {
  readonly height: number
  readonly width: number
  readonly tapRows: number
  readonly tapColumns: number
  /** Pixels of padding above and to the left. */
  readonly top: number
  readonly left: number
}

/**
 * Σ_k a[k + shift, m] · b[k, n] for every tap.
 *
 * @param a [count, rows] @param b [count, columns], both over the same pixels
 * @param shape of the result: [taps…, rows, columns]
 */
export function sumOfProducts(
  backend: WebGPUBackend,
  {
    a,
    b,
    count,
    rows,
    columns,
    shape,
  }: { a: TensorInfo; b: TensorInfo; count: number; rows: number; columns: number; shape: number[] },
  taps: Taps = { height: 1, width: count, tapRows: 1, tapColumns: 1, top: 0, left: 0 },
): TensorInfo {
  const tiles = Math.ceil(columns / TILE)
  const across = Math.ceil(rows / TILE) * tiles
  const tapCount = taps.tapRows * taps.tapColumns
  const parts = partsOf(count, across * tapCount)
  const part = Math.ceil(count / parts)
  const [partial] = dispatch(backend, partialProducts, {
    inputs: [a, b],
    outputs: [{ shape: parts === 1 ? shape : [parts, tapCount, rows, columns] }],
    uniforms: [count, rows, columns, part, taps.height, taps.width, taps.tapColumns, taps.top, taps.left, tiles],
    workgroups: [across, tapCount, parts],
  })
  return parts === 1 ? partial! : sumParts(backend, partial!, parts, shape)
}
