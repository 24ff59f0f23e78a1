import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core'
import { util } from '@tensorflow/tfjs-core'
import type { Heap } from './heap.ts'
import type { Kernels } from './kernels.ts'

type TensorData = ReturnType<MathBackendCPU['data']['get']>
/** A tensor's entry; `address` is absent for strings and complex numbers, which stay in JavaScript. */
type HeapTensorData = TensorData & { readonly address?: number }
type DataId = TensorInfo['dataId']
type HeapArray = Float32Array | Int32Array | Uint8Array

/** Which tile the matrix kernels use, as rows × columns (4×16 is "wide"); chosen by `chooseTile`, never a matter of results. */
export type Tile = '4x16' | '6x8'

/**
 * TensorFlow.js' CPU backend with its tensors in the WebAssembly heap: inherited kernels read `.values`, which are views of
 * it, and our own take addresses.
 */
export class SimdBackend extends MathBackendCPU {
  readonly heap: Heap
  readonly kernels: Kernels
  tile: Tile = '6x8'
  #scratch = 0
  #scratchBytes = 0

  constructor(heap: Heap, kernels: Kernels) {
    super()
    this.heap = heap
    this.kernels = kernels
  }

  /** The tile as the kernels take it. */
  get wide(): number {
    return this.tile === '4x16' ? 1 : 0
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
