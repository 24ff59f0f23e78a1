import { availableParallelism, cpus } from 'node:os'
import * as tf from '@tensorflow/tfjs-core'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { Engine, EngineEntry, EngineOptions } from '../engine.ts'
import { findInstallation } from './installation.ts'
import { BACKEND } from './kernels.ts'
import { type LoadedTensorFlow, loadTensorFlow } from './load.ts'
import { graphicsCards } from './nvidia.ts'
import { probe } from './probe.ts'
import { howToSetUp } from './setup-command.ts'

/** TensorFlow reads these when it starts, once a process. */
interface Placement {
  readonly threads: number
  /** CUDA's number of the card, or −1 for the processor. */
  readonly card: number
}

let started: { readonly tensorflow: LoadedTensorFlow; readonly placement: Placement } | undefined

/** @throws WorkbenchError `device`, `threads` */
function place({ device, threads = availableParallelism() }: EngineOptions): Placement {
  if (!(Number.isInteger(threads) && threads >= 1))
    throw new WorkbenchError('threads', `threads must be a whole number of at least 1, got ${threads}`)
  const [, card] = /^gpu(?::(\d+))?$/.exec(device ?? 'gpu') ?? []
  if (device !== undefined && device !== 'cpu' && !/^gpu(:\d+)?$/.test(device))
    throw new WorkbenchError('device', `unknown device "${device}" for tensorflow: expected cpu, gpu or gpu:0, gpu:1, …`)
  return { threads, card: device === 'cpu' ? -1 : Number(card ?? 0) }
}

/** Loads TensorFlow with its threads and its card, or gives back what is loaded. */
function start(placement: Placement): LoadedTensorFlow {
  if (started) {
    const { threads, card } = started.placement
    if (threads !== placement.threads || card !== placement.card)
      throw new WorkbenchError(
        'engine-open',
        `TensorFlow keeps the ${threads} threads and the device it began with; start another process`,
      )
    return started.tensorflow
  }
  const installation = findInstallation()
  if (!installation) throw new WorkbenchError('engine', `TensorFlow is not set up on this machine: ${howToSetUp()}`)
  const settings = {
    TF_NUM_INTRAOP_THREADS: String(placement.threads),
    // Take memory as it is needed, not all of the card's at once: other programs want some.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // The binding takes the last card it sees: show it one, numbered as nvidia-smi does.
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: String(placement.card),
    // Products in float32, not in the 10 bits of TF32 that newer cards put in its place: a run goes on alike on any engine.
    NVIDIA_TF32_OVERRIDE: '0',
    // Errors alone: its notes would be taken for a child's last words.
    TF_CPP_MIN_LOG_LEVEL: '2',
  }
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value
  started = { tensorflow: loadTensorFlow(installation), placement }
  return started.tensorflow
}

async function open(options: EngineOptions): Promise<Engine> {
  if (tf.findBackend(BACKEND))
    throw new WorkbenchError('engine-open', 'engine tensorflow is already open in this process; close it first')
  const placement = place(options)
  const tensorflow = start(placement)
  const backend = tensorflow.createBackend()
  if (options.device?.startsWith('gpu') && !backend.isUsingGpuDevice) throw new WorkbenchError('device', noCard(options.device))
  tf.registerBackend(BACKEND, () => backend)
  await tf.setBackend(BACKEND)
  return {
    name: BACKEND,
    device: describe(backend.isUsingGpuDevice, placement, tensorflow.version),
    threads: placement.threads,
    asynchronous: false,
    settled: async () => {},
    check() {},
    // TensorFlow does not say what it has reserved.
    memory: () => ({ used: tf.memory().numBytes, reserved: tf.memory().numBytes }),
    close() {
      if (tf.findBackend(BACKEND) === backend) tf.removeBackend(BACKEND)
    },
  }
}

/** How a device on a card is told from the processor in words. */
const WITH_CARD = 'with CUDA'

const noCard = (device: string) =>
  `TensorFlow finds no ${device} on this machine: ${howToSetUp('for a card, with NVIDIA’s driver installed')}`

function describe(onCard: boolean, { threads, card }: Placement, version: string): string {
  if (onCard) return `${graphicsCards()[card] ?? `GPU ${card}`}, TensorFlow ${version} ${WITH_CARD}`
  const processor = cpus()[0]?.model.trim() ?? process.arch
  return `${threads === 1 ? '1 thread' : `${threads} threads`}, TensorFlow ${version}, ${processor}`
}

/** TensorFlow itself, on an NVIDIA card or the processor. */
export const tensorflow: EngineEntry = {
  name: BACKEND,
  summary: 'TensorFlow, on an NVIDIA card by CUDA or on the processor; set up on request',
  async probe(options: EngineOptions = {}) {
    try {
      place(options)
    } catch (error) {
      return { available: false, reason: messageOf(error) }
    }
    const found = await probe()
    if (found.available && options.device?.startsWith('gpu') && !found.device.includes(WITH_CARD))
      return { available: false, reason: noCard(options.device) }
    return found
  },
  open,
}
