import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'

/** What this engine uses of TensorFlow.js' WebGPU backend beyond its public interface; its types call these private. */
interface Internals {
  commandQueueOwnedIds: WeakSet<object>
  commandEncoder: GPUCommandEncoder
  computePassEncoder: GPUComputePassEncoder | null
  dispatchCountInPass: number
  ensureCommandEncoderReady(): void
  endComputePassEncoder(): void
  submitQueue(): void
  uploadToGPU(dataId: object): void
  tensorToBinding(tensor: TensorInfo): GPUBindingResource
  makeUniforms(uniforms: { type: string; data: number[] }[]): GPUBindingResource
}

/** Dispatches that go to the device together, as TensorFlow.js does with its own. */
const DISPATCHES_A_SUBMIT = 15
/** Workgroups in one dimension that every device takes. */
const MOST_WORKGROUPS = 65_535

/**
 * TensorFlow.js' backend on a device. It refuses to be made where a browser's entrance to WebGPU is absent, and registers itself when it
 * is imported where there is one: so there is one only while it is made.
 */
export function createBackend(device: GPUDevice, info: GPUAdapterInfo): WebGPUBackend {
  Object.defineProperty(navigator, 'gpu', { value: {}, configurable: true })
  try {
    return new WebGPUBackend(device, info)
  } finally {
    Reflect.deleteProperty(navigator, 'gpu')
  }
}

/** A compute shader of our own. */
export interface Shader {
  readonly name: string
  /** Names of the storage arrays, read and written, each `array<f32>` unless it says `name: type`. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Names of the uniform scalars; `u32` unless it says `name: f32`. */
  readonly uniforms: readonly string[]
  /** WGSL below the declarations, with an entry point `main`. */
  readonly code: string
}

export interface Dispatch {
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly { readonly shape: number[]; readonly dtype?: 'float32' | 'int32' }[]
  readonly uniforms: readonly number[]
  readonly workgroups: readonly [number, number, number]
}

interface Built {
  readonly pipeline: GPUComputePipeline
  readonly layout: GPUBindGroupLayout
}

const built = new WeakMap<GPUDevice, Map<Shader, Built>>()

/**
 * Runs a shader as one more kernel in the backend's queue.
 *
 * @returns the outputs, as new tensors
 */
export function dispatch(
  backend: WebGPUBackend,
  shader: Shader,
  { inputs, outputs, uniforms, workgroups }: Dispatch,
): TensorInfo[] {
  const inner = backend as unknown as Internals
  const results = outputs.map(({ shape, dtype = 'float32' }) => backend.makeTensorInfo(shape, dtype))
  const tensors = [...results, ...inputs]
  for (const { dataId } of tensors) inner.uploadToGPU(dataId)
  const { pipeline, layout } = build(backend.device, shader)
  const scalars = shader.uniforms.map((name, i) => ({ type: name.endsWith('f32') ? 'float32' : 'uint32', data: [uniforms[i]!] }))
  const resources = [...tensors.map((tensor) => inner.tensorToBinding(tensor)), inner.makeUniforms(scalars)]
  const entries = resources.map((resource, binding) => ({ binding, resource }))
  const bindGroup = backend.device.createBindGroup({ layout, entries })
  for (const { dataId } of tensors) inner.commandQueueOwnedIds.add(dataId) // freed only once the queue is submitted
  inner.ensureCommandEncoderReady()
  inner.computePassEncoder ??= inner.commandEncoder.beginComputePass()
  inner.computePassEncoder.setPipeline(pipeline)
  inner.computePassEncoder.setBindGroup(0, bindGroup)
  inner.computePassEncoder.dispatchWorkgroups(...workgroups)
  inner.dispatchCountInPass++
  if (inner.dispatchCountInPass >= DISPATCHES_A_SUBMIT) {
    inner.endComputePassEncoder()
    inner.submitQueue()
  }
  return results
}

/** Threads of a workgroup of a shader that goes over elements one by one. */
export const FLAT_THREADS = 256

/** Workgroups for n elements, in two dimensions where one is not enough; WGSL: `FLAT_INDEX`. */
export function flat(n: number): [number, number, number] {
  const groups = Math.max(1, Math.ceil(n / FLAT_THREADS))
  const rows = Math.ceil(groups / MOST_WORKGROUPS)
  return [Math.ceil(groups / rows), rows, 1]
}

/** The head of a shader over `uniforms.count` elements; the body sees `i`. */
export const flatMain = (body: string) => /* wgsl */ `
@compute @workgroup_size(${FLAT_THREADS})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.x + id.y * groups.x * ${FLAT_THREADS}u;
  if (i >= uniforms.count) { return; }
  ${body}
}`

function build(device: GPUDevice, shader: Shader): Built {
  const shaders = built.get(device) ?? new Map<Shader, Built>()
  built.set(device, shaders)
  const known = shaders.get(shader) ?? compile(device, shader)
  shaders.set(shader, known)
  return known
}

function compile(device: GPUDevice, { name, inputs, outputs, uniforms, code }: Shader): Built {
  const declare = (entry: string, access: string, binding: number) => {
    const [variable, type = 'array<f32>'] = entry.split(': ')
    return `@group(0) @binding(${binding}) var<storage, ${access}> ${variable}: ${type};`
  }
  const members = uniforms.map((entry) => (entry.includes(': ') ? entry : `${entry}: u32`)).join(', ')
  const last = outputs.length + inputs.length
  const declarations = [
    ...outputs.map((entry, i) => declare(entry, 'read_write', i)),
    ...inputs.map((entry, i) => declare(entry, 'read', outputs.length + i)),
    `struct Uniforms { ${members} }`,
    `@group(0) @binding(${last}) var<uniform> uniforms: Uniforms;`,
  ]
  const type = (i: number): GPUBufferBindingType => (i < outputs.length ? 'storage' : i < last ? 'read-only-storage' : 'uniform')
  const layout = device.createBindGroupLayout({
    entries: Array.from({ length: last + 1 }, (_, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: type(binding) },
    })),
  })
  const module = device.createShaderModule({ label: name, code: `${declarations.join('\n')}\n${code}` })
  const pipeline = device.createComputePipeline({
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  })
  return { pipeline, layout }
}

/** Elements of a tensor. */
export const sizeOf = ({ shape }: TensorInfo): number => util.sizeFromShape(shape)
