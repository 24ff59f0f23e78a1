import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { dispatch, flat, flatMain, type Shader } from './backend.ts'

/** Byte `at` of bytes that are packed four to a word. */
const byteOf = (words: string) => /* wgsl */ `
fn byteOf_${words}(at: u32) -> u32 { return (u32(${words}[at / 4u]) >> (8u * (at % 4u))) & 255u; }`

/** For every value: itself where known, else 0; and the weights of its pairs with its neighbours. `model/batch.ts` says what they are. */
const expandValues: Shader = {
  name: 'expand values',
  inputs: ['images: array<i32>', 'masks: array<i32>'],
  outputs: ['masked', 'right', 'below', 'rightFree', 'belowFree'],
  uniforms: ['count', 'height', 'width', 'channels'],
  code: /* wgsl */ `${byteOf('images')}${byteOf('masks')}
${flatMain(/* wgsl */ `
  let place = i / uniforms.channels;
  let column = place % uniforms.width;
  let row = (place / uniforms.width) % uniforms.height;
  let known = byteOf_masks(place) != 0u;
  let hasRight = column + 1u < uniforms.width;
  let hasBelow = row + 1u < uniforms.height;
  masked[i] = select(0.0, f32(byteOf_images(i)) / 255.0, known);
  right[i] = select(0.0, 1.0, hasRight);
  below[i] = select(0.0, 1.0, hasBelow);
  rightFree[i] = select(0.0, 1.0, hasRight && !(known && byteOf_masks(place + 1u) != 0u));
  belowFree[i] = select(0.0, 1.0, hasBelow && !(known && byteOf_masks(place + uniforms.width) != 0u));`)}`,
}

/** For every missing pixel: its true colour, its coordinates in [−1, 1] and the picture it is in. */
const expandMissing: Shader = {
  name: 'expand missing pixels',
  inputs: ['images: array<i32>', 'places: array<i32>'],
  outputs: ['targets', 'coordinates', 'rows: array<i32>'],
  uniforms: ['count', 'height', 'width', 'channels'],
  code: /* wgsl */ `${byteOf('images')}
fn normalise(position: u32, size: u32) -> f32 {
  return select(0.0, 2.0 * f32(position) / f32(size - 1u) - 1.0, size > 1u);
}
${flatMain(/* wgsl */ `
  let place = u32(places[i]);
  for (var c = 0u; c < uniforms.channels; c++) {
    targets[i * uniforms.channels + c] = f32(byteOf_images(place * uniforms.channels + c)) / 255.0;
  }
  coordinates[2u * i] = normalise(place % uniforms.width, uniforms.width);
  coordinates[2u * i + 1u] = normalise((place / uniforms.width) % uniforms.height, uniforms.height);
  rows[i] = i32(place / (uniforms.width * uniforms.height));`)}`,
}

/** `ops/kernels.ts` has the contract. */
export function expandBatch(
  backend: WebGPUBackend,
  { images, masks, places }: { images: TensorInfo; masks: TensorInfo; places: TensorInfo },
  [batch, height, width, channels]: readonly [number, number, number, number],
): TensorInfo[] {
  const count = batch * height * width * channels
  const missing = places.shape[0]!
  const [masked, ...neighbours] = dispatch(backend, expandValues, {
    inputs: [images, masks],
    outputs: [{ shape: [batch, height, width, channels] }, ...Array.from({ length: 4 }, () => ({ shape: [count] }))],
    uniforms: [count, height, width, channels],
    workgroups: flat(count),
  })
  const ofMissing = dispatch(backend, expandMissing, {
    inputs: [images, places],
    outputs: [{ shape: [missing, channels] }, { shape: [missing, 2] }, { shape: [missing], dtype: 'int32' }],
    uniforms: [missing, height, width, channels],
    workgroups: flat(missing),
  })
  return [masked!, ...ofMissing, ...neighbours]
}
