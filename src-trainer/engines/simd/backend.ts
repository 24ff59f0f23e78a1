import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'
import type { Heap } from './heap.ts'
import type { Kernels, LoadedKernels } from './kernels.ts'
import { Pool, type Task } from './pool.ts'

type TensorData = ReturnType<MathBackendCPU['data']['get']>
type DataId = TensorInfo['dataId']
type HeapArray = Float32Array | Int32Array | Uint8Array
type NumericType = 'float32' | 'int32' | 'bool'

/** Which tile the matrix kernels use, as rows × columns (4×16 is "wide"); chosen by `chooseTile`, never a matter of results. */
export type Tile = '4x16' | '6x8'

/** The kernels' number of the tile for up to four columns, 8×4. */
const NARROW = 2

/** Bytes given back that running jobs may keep, or this share of the heap where that is more: so far JavaScript runs ahead of them. */
const MOST_HELD = 32 * 2 ** 20
const HELD_SHARE = 1 / 8

/**
 * TensorFlow.js' CPU backend with its tensors in the WebAssembly heap: inherited kernels read `.values`, which are views of
 * it, and our own take addresses.
 */
export class SimdBackend extends MathBackendCPU {
  readonly heap: Heap
  readonly pool: Pool
  tile: Tile = '6x8'
  /** Scales the least work that is worth a thread; 0 cuts even the smallest, as tests want. */
  grain = 1
  readonly #kernels: Kernels
  /** Blocks given back that the first `jobs` jobs may still use. */
  #held: { readonly address: number; readonly bytes: number; readonly jobs: number }[] = []
  #heldBytes = 0
  #scratch = 0
  #scratchBytes = 0

  constructor(heap: Heap, { kernels, module }: LoadedKernels, threads = 1) {
    super()
    this.heap = heap
    this.#kernels = kernels
    this.pool = new Pool(kernels, { module, heap: heap.memory }, threads)
    heap.whenFull = () => this.settle()
  }

  /** The tile for a product with n columns, as the kernels take it. */
  tileFor(n: number): number {
    return n <= 4 ? NARROW : this.tile === '4x16' ? 1 : 0
  }

  /** The kernels, for a call on this thread that is not worth a job: everything begun is done first. */
  get kernels(): Kernels {
    this.settle()
    return this.#kernels
  }

  /**
   * Runs tasks on all threads, after everything run before; returns while they run. Whoever reads or writes the heap by other means
   * than a job, `kernels` or `view` settles first. No two tasks may write the same bytes, and none may read what another writes.
   *
   * @param scratchBytes of temporaries that each thread gets, for `scratchAt`
   */
  run(tasks: readonly Task[], scratchBytes = 0): void {
    const stride = Math.ceil(scratchBytes / 128) * 128
    this.pool.begin(tasks, scratchBytes > 0 ? this.scratch(stride * this.pool.threads) : 0, stride)
    this.#releaseHeld()
  }

  /** Returns when the first so many jobs are done, everything run if none is said. */
  settle(jobs?: number): void {
    this.pool.settle(jobs)
    this.#releaseHeld()
  }

  /** A job of one kernel call. */
  runOne<K extends keyof Kernels>(kernel: K, ...args: Parameters<Kernels[K]>): void {
    this.run([[this.pool.call(kernel, ...args)]])
  }

  /** Gives a block of the heap back, once the first so many jobs, or all that have been run, have no more use for it. */
  release(address: number, jobs = this.pool.begun): void {
    if (this.pool.isDone(jobs)) {
      this.heap.release(address)
      return
    }
    const bytes = this.heap.sizeOf(address)
    this.#held.push({ address, bytes, jobs })
    this.#heldBytes += bytes
    while (this.#heldBytes > Math.max(MOST_HELD, this.heap.reserved * HELD_SHARE) && !this.pool.failed) {
      this.settle(Math.min(...this.#held.map(({ jobs }) => jobs)))
    }
  }

  #releaseHeld(): void {
    if (this.#held.length === 0 || !this.#held.some(({ jobs }) => this.pool.isDone(jobs))) return
    this.#held = this.#held.filter(({ address, bytes, jobs }) => {
      if (!this.pool.isDone(jobs)) return true
      this.heap.release(address)
      this.#heldBytes -= bytes
      return false
    })
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
  output(shape: number[], dtype: NumericType = 'float32'): TensorInfo {
    const dataId = {}
    this.data.set(dataId, this.#place(util.sizeFromShape(shape), dtype, 1, true))
    return { dataId, shape, dtype }
  }

  /**
   * Notes that what has been run so far reads these tensors, and that it computes the results: whoever reads those waits for no more,
   * and a tensor disposed of is given back when what used it is done.
   */
  note(inputs: readonly TensorInfo[], results: readonly TensorInfo[]): void {
    const jobs = this.pool.begun
    for (const { dataId } of [...inputs, ...results]) this.#heapTensor(dataId)?.usedBy(jobs)
    for (const { dataId } of results) this.#heapTensor(dataId)?.computedBy(jobs)
  }

  #heapTensor(dataId: DataId): HeapTensor | undefined {
    const data = this.data.get(dataId)
    return data instanceof HeapTensor ? data : undefined
  }

  /** Where a numeric tensor lies in the heap. */
  address(tensor: TensorInfo): number {
    const data = this.#heapTensor(tensor.dataId)
    if (!data) throw new Error(`a ${tensor.dtype} tensor has no place in the heap`)
    return data.address
  }

  /** A numeric tensor's values, in place. */
  view(tensor: TensorInfo): HeapArray {
    return this.data.get(tensor.dataId).values as HeapArray
  }

  /** At least `bytes` for one kernel's temporaries, until the next kernel; kept and grown, so steps do not fragment the heap. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      if (this.#scratchBytes > 0) this.release(this.#scratch)
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
    return this.#heapTensor(dataId)?.values.slice() ?? super.readSync(dataId)
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const data = this.data.has(dataId) ? this.#heapTensor(dataId) : undefined
    const gone = super.disposeData(dataId, force)
    if (gone && data) this.release(data.address, data.lastJob)
    return gone
  }

  override memory(): { unreliable: boolean; reasons: string[]; numBytesInHeap: number } {
    this.settle()
    return { unreliable: false, reasons: [], numBytesInHeap: this.heap.used }
  }

  #write(dataId: DataId, values: backend_util.BackendValues, shape: number[], dtype: DataType, refCount: number): void {
    if (dtype === 'string' || dtype === 'complex64') {
      this.data.set(dataId, { values, dtype, refCount })
    } else {
      const data = this.#place(util.sizeFromShape(shape), dtype, refCount, !values)
      this.data.set(dataId, data)
      if (values) data.values.set(values as HeapArray)
    }
  }

  #place(size: number, dtype: NumericType, refCount: number, isComputed: boolean): HeapTensor {
    const address = this.heap.allocate(dtype === 'bool' ? size : size * 4)
    return new HeapTensor(this, address, size, dtype, refCount, isComputed)
  }
}

const arrays: Record<NumericType, new (buffer: ArrayBufferLike, from: number, size: number) => HeapArray> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
}

/** A numeric tensor's entry. Text and complex numbers stay in JavaScript, as TensorFlow.js keeps them. */
class HeapTensor implements TensorData {
  readonly address: number
  readonly dtype: NumericType
  refCount: number
  readonly #backend: SimdBackend
  readonly #size: number
  /** How many jobs must be done before it is computed; 0 where it was written, undefined where nobody has said. */
  #computed: number | undefined
  #used: number | undefined
  #values: HeapArray | undefined

  /** @param isComputed still to be written, by jobs that may be running when it is read */
  constructor(backend: SimdBackend, address: number, size: number, dtype: NumericType, refCount: number, isComputed: boolean) {
    this.#backend = backend
    this.address = address
    this.#size = size
    this.dtype = dtype
    this.refCount = refCount
    this.#computed = isComputed ? undefined : 0
    this.#used = this.#computed
  }

  computedBy(jobs: number): void {
    this.#computed ??= jobs
  }

  usedBy(jobs: number): void {
    this.#used = jobs
  }

  /** How many jobs must be done before nothing reads or writes it; undefined: all of them. */
  get lastJob(): number | undefined {
    return this.#used
  }

  /** In place. */
  get values(): HeapArray {
    if (this.#computed !== 0) this.#backend.settle(this.#computed)
    this.#values ??= new arrays[this.dtype](this.#backend.heap.memory.buffer, this.address, this.#size)
    return this.#values
  }
}
