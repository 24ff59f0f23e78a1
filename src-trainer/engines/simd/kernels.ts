import { readFile } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { WorkbenchError } from '../../../src-shared/errors.ts'

type Binary = (
  a: number,
  aStep: number,
  aRow: number,
  b: number,
  bStep: number,
  bRow: number,
  out: number,
  rows: number,
  n: number,
) => void

/** Some pictures of a batch, or some of its missing pixels. */
type Some = [first: number, count: number, height: number, width: number, channels: number]

type Unary = (x: number, out: number, n: number) => void

/** What `kernels/index.ts` exports; the parameters are documented there. Addresses and steps are bytes, `tile` is `SimdBackend.tileFor`'s number. */
export interface Kernels {
  matmul(
    tile: number,
    a: number,
    aRowStep: number,
    aColumnStep: number,
    b: number,
    bRowStep: number,
    bColumnStep: number,
    bias: number,
    c: number,
    cStep: number,
    m: number,
    n: number,
    k: number,
    floor: number,
    scratch: number,
  ): void
  packMatrix(tile: number, b: number, rowStep: number, columnStep: number, n: number, k: number, to: number): void
  convolve(
    tile: number,
    x: number,
    panels: number,
    bias: number,
    y: number,
    batch: number,
    height: number,
    width: number,
    inChannels: number,
    outHeight: number,
    outWidth: number,
    outChannels: number,
    filterHeight: number,
    filterWidth: number,
    strideY: number,
    strideX: number,
    top: number,
    left: number,
    spreadY: number,
    spreadX: number,
    floor: number,
    scratch: number,
  ): void
  convolveFilterGradient(
    tile: number,
    x: number,
    dy: number,
    gradient: number,
    batch: number,
    height: number,
    width: number,
    inChannels: number,
    outHeight: number,
    outWidth: number,
    outChannels: number,
    filterHeight: number,
    filterWidth: number,
    strideY: number,
    strideX: number,
    top: number,
    left: number,
    scratch: number,
  ): void
  packPanels(tile: number, b: number, rowStep: number, columnStep: number, n: number, k: number, to: number): void
  winogradFilter(
    filter: number,
    inChannels: number,
    outChannels: number,
    first: number,
    count: number,
    to: number,
    scratch: number,
  ): void
  winogradFilterGradient(sums: number, inChannels: number, outChannels: number, gradient: number, scratch: number): void
  winogradConvolve(
    wide: number,
    x: number,
    filter: number,
    bias: number,
    residual: number,
    y: number,
    height: number,
    width: number,
    inChannels: number,
    outHeight: number,
    outWidth: number,
    outChannels: number,
    top: number,
    left: number,
    floor: number,
    scratch: number,
  ): void
  winogradGradient(
    wide: number,
    x: number,
    dy: number,
    turned: number,
    sums: number,
    dx: number,
    height: number,
    width: number,
    inChannels: number,
    first: number,
    outRows: number,
    outWidth: number,
    outChannels: number,
    top: number,
    left: number,
    scratch: number,
  ): void
  turnFilter(from: number, height: number, width: number, inChannels: number, outChannels: number, to: number): void

  readonly add: Binary
  readonly subtract: Binary
  readonly multiply: Binary
  readonly divide: Binary
  readonly maximum: Binary
  readonly minimum: Binary
  readonly squaredDifference: Binary
  readonly reluGradient: Binary

  readonly square: Unary
  readonly sqrt: Unary
  readonly negate: Unary
  readonly absolute: Unary
  readonly step: Unary
  readonly int32ToFloat: Unary
  readonly byteToFloat: Unary
  select(condition: number, a: number, b: number, out: number, n: number): void
  fill(out: number, bits: number, n: number): void

  sum(x: number, out: number, outer: number, middle: number, inner: number, scale: number): void
  addColumnSums(x: number, out: number, rows: number, n: number): void
  sumParts(parts: number, count: number, step: number, out: number, n: number): void
  sumSegments(x: number, offsets: number, out: number, segments: number, n: number): void

  copyRows(from: number, fromStep: number, to: number, toStep: number, rows: number, n: number): void
  zeroBytes(to: number, bytes: number): void
  gather(x: number, indices: number, out: number, count: number, n: number): void
  scatterAdd(x: number, indices: number, out: number, rows: number, count: number, n: number): void
  addSegments(x: number, rows: number, offsets: number, out: number, segments: number, n: number): void
  transpose(x: number, out: number, batch: number, rows: number, columns: number): void

  expandPictures(
    images: number,
    masks: number,
    masked: number,
    right: number,
    below: number,
    rightFree: number,
    belowFree: number,
    ...some: Some
  ): void
  expandMissing(images: number, places: number, targets: number, coordinates: number, rows: number, ...some: Some): void

  adamStep(
    parameter: number,
    gradient: number,
    m: number,
    v: number,
    parameterOut: number,
    mOut: number,
    vOut: number,
    n: number,
    learningRate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
  ): void
}

const BINARY = new URL('./kernels.wasm', import.meta.url)

/** The kernels over a heap, and the module from which every thread makes its own. */
export interface LoadedKernels {
  readonly kernels: Kernels
  readonly module: WebAssembly.Module
}

/**
 * Loads the kernels, with V8's revectorizer on: it turns pairs of 128-bit operations into 256-bit ones where the processor has
 * them. V8 reads the flag when it optimises a function, for all threads of the process, and an unknown flag is only a warning.
 * LACUNA_REVECTORIZE=0 leaves it off, for comparison.
 */
export async function loadKernels(memory: WebAssembly.Memory): Promise<LoadedKernels> {
  if (process.arch === 'x64' && process.env.LACUNA_REVECTORIZE !== '0') setFlagsFromString('--experimental-wasm-revectorize')
  let bytes: Buffer<ArrayBuffer>
  try {
    bytes = await readFile(BINARY)
  } catch {
    throw new WorkbenchError('kernels', `the simd engine's kernels are not built (${BINARY.pathname}); run npm run build:kernels`)
  }
  const module = await WebAssembly.compile(bytes)
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
  return { kernels: exports as unknown as Kernels, module }
}
