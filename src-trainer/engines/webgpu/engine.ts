import * as tf from '@tensorflow/tfjs-core'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { Engine, EngineEntry, EngineOptions, EngineProbe } from '../engine.ts'
import { type Adapter, listAdapters, loadDawn, openAdapter } from './dawn.ts'

const BACKEND = 'webgpu'

/** What the device is asked for beyond WebGPU's defaults, as far as the adapter has it. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const

/** Of open engines, see `Adapter.gpu`. */
const inUse = new Set<GPU>()

async function open({ device: wanted, onLost }: EngineOptions): Promise<Engine> {
  if (tf.findBackend(BACKEND))
    throw new WorkbenchError('engine-open', 'engine webgpu is already open in this process; close it first')
  const { device, adapter } = await openDevice(wanted)
  const { createBackend } = await import('./backend.ts')
  const { registerKernels } = await import('./kernels.ts')
  const backend = createBackend(device, adapter.adapter.info)
  registerKernels()
  tf.registerBackend(BACKEND, () => backend)
  await tf.setBackend(BACKEND)
  inUse.add(adapter.gpu)
  let closed = false
  let error: GPUError | undefined
  device.addEventListener('uncapturederror', (event) => {
    error ??= (event as GPUUncapturedErrorEvent).error
  })
  void device.lost.then(({ message }) => {
    if (!closed) onLost?.(`the graphics device was lost: ${message || 'no reason given'}`)
  })
  return {
    name: BACKEND,
    device: adapter.name,
    threads: 1,
    asynchronous: true,
    settled: async () => {
      await device.queue.onSubmittedWorkDone()
    },
    check() {
      if (error) throw describeError(error, adapter)
    },
    memory() {
      const { numBytesInGPU, numBytesAllocatedInGPU } = backend.memory()
      return { used: numBytesInGPU, reserved: numBytesAllocatedInGPU }
    },
    close() {
      if (closed) return
      closed = true
      if (tf.findBackend(BACKEND) === backend) tf.removeBackend(BACKEND)
      device.destroy()
      inUse.delete(adapter.gpu)
    },
  }
}

async function openDevice(wanted: string | undefined): Promise<{ device: GPUDevice; adapter: Adapter }> {
  const create = await loadDawn()
  const adapter = await openAdapter(create, wanted)
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.adapter.limits[name]!]))
  const device = await adapter.adapter.requestDevice({ requiredLimits }).catch((error: unknown) => {
    throw new WorkbenchError('engine-open', `${adapter.name} could not be opened: ${messageOf(error)}; update its driver`)
  })
  return { device, adapter }
}

function describeError(error: GPUError, { name }: Adapter): WorkbenchError {
  if (error instanceof GPUOutOfMemoryError)
    return new WorkbenchError('engine-memory', `${name} is out of memory: lower batchSize, or close what else uses the card`)
  return new WorkbenchError('engine-fault', `${name} reported an error: ${error.message}`)
}

async function probe({ device: wanted }: EngineOptions = {}): Promise<EngineProbe> {
  try {
    const create = await loadDawn()
    const devices = (await listAdapters(create)).map(({ name, software, adapter }) => ({
      name,
      software,
      limits: describeLimits(adapter.limits),
    }))
    try {
      const { device, adapter } = await openDevice(wanted)
      device.destroy()
      return { available: true, device: adapter.name, devices }
    } catch (error) {
      return { available: false, reason: messageOf(error), devices }
    }
  } catch (error) {
    return { available: false, reason: messageOf(error) }
  }
}

function describeLimits({
  maxBufferSize,
  maxStorageBufferBindingSize,
  maxComputeInvocationsPerWorkgroup,
}: GPUSupportedLimits): string {
  const mebibytes = (bytes: number) => `${Math.floor(bytes / 2 ** 20).toLocaleString('en')} MiB`
  const buffer = mebibytes(Math.min(maxBufferSize, maxStorageBufferBindingSize))
  return `tensors up to ${buffer}, ${maxComputeInvocationsPerWorkgroup} threads a workgroup`
}

/** TensorFlow.js' WebGPU backend on Dawn: any graphics card, by Vulkan, Metal or Direct3D 12. */
export const webgpu: EngineEntry = {
  name: BACKEND,
  summary: 'WebGPU on a graphics card by Vulkan, Metal or Direct3D 12; from npm alone',
  probe,
  open,
}
