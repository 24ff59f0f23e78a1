import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'
import type { Heap } from './heap.ts'
import type { Kernels, LoadedKernels } from './kernels.ts'
import { Pool, type Task } from './pool.ts'

type TensorData = ReturnType<MathBackendCPU['data']['get']>
/** A tensor's entry; `address` is absent for strings and complex numbers, which stay in JavaScript. */
type HeapTensorData = TensorData & { readonly address?: number }
type DataId = TensorInfo['dataId']
type HeapArray = Float32Array | Int32Array | Uint8Array

/** Which tile the matrix kernels use, as rows × columns (4×16 is "wide"); chosen by `chooseTile`, never a matter of results. */
export type Tile = '4x16' | '6x8'

/** The kernels' number of the tile for up to four columns, 8×4. */
const NARROW = 2

/**
 * TensorFlow.js' CPU backend with its tensors in the WebAssembly heap: inherited kernels read `.values`, which are views of
 * it, and our own take addresses.
 */
export class SimdBackend extends MathBackendCPU {
  readonly heap: Heap
  readonly kernels: Kernels
  readonly pool: Pool
  tile: Tile = '6x8'
  /** Scales the least work that is worth a thread; 0 cuts even the smallest, as tests want. */
  grain = 1
  #scratch = 0
  #scratchBytes = 0

  constructor(heap: Heap, { kernels, module }: LoadedKernels, threads = 1) {
    super()
    this.heap = heap
    this.kernels = kernels
    this.pool = new Pool(kernels, { module, heap: heap.memory }, threads)
  }

  /** The tile for a product with n columns, as the kernels take it. */
  tileFor(n: number): number {
    return n <= 4 ? NARROW : this.tile === '4x16' ? 1 : 0
  }

  /**
   * Runs tasks on all threads; returns when they are done. No two tasks may write the same bytes, and none may read what
   * another writes.
   *
   * @param scratchBytes of temporaries that each thread gets, for `scratchAt`
   */
  run(tasks: readonly Task[], scratchBytes = 0): void {
    const stride = Math.ceil(scratchBytes / 128) * 128
    this.pool.run(tasks, scratchBytes > 0 ? this.scratch(stride * this.pool.threads) : 0, stride)
  }

  /**
   * How to cut n equal pieces of work, each worth `grain` or more to a thread: lengths are whole multiples of `unit` but for the
   * last. Only for work in which the cut cannot change a result.
   */
  cut(n: number, grain: number, unit = 1): { first: number; count: number }[] {
    const { threads } = this.pool
    const wished = threads === 1 ? 1 : Math.min(4 * threads, Math.floor(n / (grain * this.grain)))
    const length = Math.max(unit, Math.ceil(n / Math.max(1, wished) / unit) * unit)
    const pieces: { first: number; count: number }[] = []
    for (let first = 0; first < n; first += length) pieces.push({ first, count: Math.min(length, n - first) })
    return pieces
  }

  /** A new tensor whose contents are arbitrary until the caller has written them. */
  output(shape: number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): TensorInfo {
    const dataId = {}
    this.#place(dataId, util.sizeFromShape(shape), dtype, 1)
    return { dataId, shape, dtype }
  }

  /** Where a numeric tensor lies in the heap. */
  address(tensor: TensorInfo): number {
    const { address } = this.data.get(tensor.dataId) as HeapTensorData
    if (address === undefined) throw new Error(`a ${tensor.dtype} tensor has no place in the heap`)
    return address
  }

  /** A numeric tensor's values, in place. */
  view(tensor: TensorInfo): HeapArray {
    return this.data.get(tensor.dataId).values as HeapArray
  }

  /** At least `bytes` for one kernel's temporaries, until the next kernel; kept and grown, so steps do not fragment the heap. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      if (this.#scratchBytes > 0) this.heap.release(this.#scratch)
      this.#scratchBytes = 0
      this.#scratch = this.heap.allocate(bytes)
      this.#scratchBytes = bytes
    }
    return this.#scratch
  }

  override write(values: backend_util.BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {}
    this.#write(dataId, values, shape, dtype, 1)
    return dataId
  }

  override move(dataId: DataId, values: backend_util.BackendValues, shape: number[], dtype: DataType, refCount: number): void {
    this.#write(dataId, values, shape, dtype, refCount)
  }

  /** A copy: the heap's own bytes are handed out again once the tensor is disposed of. */
  override readSync(dataId: DataId): backend_util.BackendValues {
    const { address, values } = this.data.get(dataId) as HeapTensorData
    return address === undefined ? super.readSync(dataId) : (values as HeapArray).slice()
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const address = this.data.has(dataId) ? (this.data.get(dataId) as HeapTensorData).address : undefined
    const gone = super.disposeData(dataId, force)
    if (gone && address !== undefined) this.heap.release(address)
    return gone
  }

  override memory(): { unreliable: boolean; reasons: string[]; numBytesInHeap: number } {
    return { unreliable: false, reasons: [], numBytesInHeap: this.heap.used }
  }

  #write(dataId: DataId, values: backend_util.BackendValues, shape: number[], dtype: DataType, refCount: number): void {
    if (dtype === 'string' || dtype === 'complex64') {
      this.data.set(dataId, { values, dtype, refCount })
    } else {
      const place = this.#place(dataId, util.sizeFromShape(shape), dtype, refCount)
      if (values) place.set(values as HeapArray)
    }
  }

  #place(dataId: DataId, size: number, dtype: 'float32' | 'int32' | 'bool', refCount: number): HeapArray {
    const address = this.heap.allocate(dtype === 'bool' ? size : size * 4)
    const { buffer } = this.heap.memory
    const values =
      dtype === 'float32'
        ? new Float32Array(buffer, address, size)
        : dtype === 'int32'
          ? new Int32Array(buffer, address, size)
          : new Uint8Array(buffer, address, size)
    const data: HeapTensorData = { values, dtype, refCount, address }
    this.data.set(dataId, data)
    return values
  }
}
