import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt, type Task } from '../pool.ts'
import type { ForwardOperands, Geometry, GradientWay } from './geometry.ts'
import { Parts, partsOf } from './parts.ts'

/*
 * Convolutions as implicit matrix products, see kernels/convolution.ts: of any filter, stride and number of channels.
 */

const TILE_BYTES = 512

/** y = max(x * filter + bias + residual, floor) */
export function convolveDirectly(backend: SimdBackend, g: Geometry, at: ForwardOperands): void {
  const { x, bias, residual, y, floor } = at
  const plan = forwardPlan(g)
  const row = 4 * g.outChannels
  withPanels(backend, at.filter, plan, (panels) => {
    const tasks = imageTasks(backend, plan, (band) => {
      if (!residual) return [convolveCall(backend, plan, x, panels, bias, y, band, floor)]
      const from = (band.image * g.outHeight + band.first) * row * g.outWidth
      return [
        backend.pool.call('add', residual + from, 4, row, bias, 4, 0, y + from, band.rows * g.outWidth, g.outChannels),
        convolveCall(backend, plan, x, panels, IN_PLACE, y, band, floor),
      ]
    })
    backend.run(tasks, convolveScratch(plan))
  })
}

/** Is the padding within the filter? */
export function hasDirectGradient(g: Geometry): boolean {
  return g.filterHeight > g.padInfo.top && g.filterWidth > g.padInfo.left
}

/** dx: dy, its pixels a stride apart, convolved with the filter turned by 180° and its channels swapped. */
export function inputGradientDirectly(backend: SimdBackend, g: Geometry, dy: number, filter: number, dx: number): void {
  const plan = backwardPlan(g)
  withTurnedPanels(backend, filter, g, plan, (panels) => {
    const tasks = imageTasks(backend, plan, (band) => [convolveCall(backend, plan, dy, panels, 0, dx, band)])
    backend.run(tasks, convolveScratch(plan))
  })
}

export function filterGradientDirectly(backend: SimdBackend, g: Geometry, x: number, dy: number, gradient: TensorInfo): void {
  const parts = new Parts(backend, partsOf(g.batchSize), [gradient])
  const [inBytes, outBytes] = [g.inHeight * g.inWidth * g.inChannels, g.outHeight * g.outWidth * g.outChannels].map((n) => 4 * n)
  const tasks = parts.tasks(([part], i) => [filterGradientCall(backend, g, x + i * inBytes!, dy + i * outBytes!, part!)])
  backend.run(tasks, filterScratch(g))
  parts.sum()
}

/** Lends the way to both gradients, image by image. */
export function withDirectGradient(
  backend: SimdBackend,
  g: Geometry,
  filter: number,
  wantsInput: boolean,
  use: (way: GradientWay) => void,
): void {
  const plan = backwardPlan(g)
  const whole = { image: 0, first: 0, rows: g.inHeight }
  withTurnedPanels(backend, filter, g, plan, (panels) =>
    use({
      scratchBytes: Math.max(wantsInput ? convolveScratch(plan) : 0, filterScratch(g)),
      image({ x, dy, dFilter, dx }) {
        const calls = [filterGradientCall(backend, g, x, dy, dFilter)]
        if (dx) calls.push(convolveCall(backend, plan, dy, panels, 0, dx, whole))
        return calls
      },
    }),
  )
}

/** Floats of a row of tiles over so many channels. */
function padded(channels: number): number {
  return Math.ceil(channels / 16) * 16
}

type Pair = readonly [height: number, width: number]
type Size = readonly [height: number, width: number, channels: number]

/** One direction of a convolution, as the `convolve` kernel takes it. */
interface Plan {
  readonly batch: number
  readonly size: Size
  readonly outSize: Size
  readonly filter: Pair
  readonly stride: Pair
  /** Rows and columns of zeros before the image. */
  readonly offset: Pair
  /** How far apart the image's pixels are laid. */
  readonly spread: Pair
}

/** As the `convolve` kernel's bias: what is in y already. */
const IN_PLACE = 1

function forwardPlan(g: Geometry): Plan {
  return {
    batch: g.batchSize,
    size: [g.inHeight, g.inWidth, g.inChannels],
    outSize: [g.outHeight, g.outWidth, g.outChannels],
    filter: [g.filterHeight, g.filterWidth],
    stride: [g.strideHeight, g.strideWidth],
    offset: [g.padInfo.top, g.padInfo.left],
    spread: [1, 1],
  }
}

/** For dx, from dy and the turned filter. */
function backwardPlan(g: Geometry): Plan {
  return {
    batch: g.batchSize,
    size: [g.outHeight, g.outWidth, g.outChannels],
    outSize: [g.inHeight, g.inWidth, g.inChannels],
    filter: [g.filterHeight, g.filterWidth],
    stride: [1, 1],
    offset: [g.filterHeight - 1 - g.padInfo.top, g.filterWidth - 1 - g.padInfo.left],
    spread: [g.strideHeight, g.strideWidth],
  }
}

/** Pixels of the padded image that the outputs read. */
function canvasSize(out: Pair, stride: Pair, filter: Pair): number {
  return ((out[0] - 1) * stride[0] + filter[0]) * ((out[1] - 1) * stride[1] + filter[1])
}

function convolveScratch({ outSize: [height, width, channels], stride, filter, size }: Plan): number {
  return TILE_BYTES + 4 * (padded(channels) + canvasSize([height, width], stride, filter) * size[2])
}

function filterScratch(g: Geometry): number {
  const canvas = canvasSize([g.outHeight, g.outWidth], [g.strideHeight, g.strideWidth], [g.filterHeight, g.filterWidth])
  return TILE_BYTES + 4 * (padded(g.outChannels) * Math.max(256, g.outWidth) + canvas * g.inChannels)
}

/** Lends the filter [rows · columns · in, out] as panels. */
function withPanels(
  backend: SimdBackend,
  filter: number,
  { filter: [rows, columns], size, outSize }: Plan,
  use: (panels: number) => void,
): void {
  const [k, n] = [rows * columns * size[2], outSize[2]]
  const panels = backend.heap.allocate(4 * padded(n) * k)
  backend.runOne('packPanels', backend.tileFor(n), filter, 4 * n, 4, n, k, panels)
  use(panels)
  backend.release(panels)
}

/** The same for the filter turned by 180° with its channels swapped. */
function withTurnedPanels(backend: SimdBackend, filter: number, g: Geometry, plan: Plan, use: (panels: number) => void): void {
  const turned = backend.heap.allocate(4 * g.filterHeight * g.filterWidth * g.inChannels * g.outChannels)
  backend.runOne('turnFilter', filter, g.filterHeight, g.filterWidth, g.inChannels, g.outChannels, turned)
  withPanels(backend, turned, plan, use)
  backend.release(turned)
}

/** Some rows of one image's result. */
interface Band {
  readonly image: number
  readonly first: number
  readonly rows: number
}

/** Tasks over images, several to a task where they are small, bands of one where they are fewer than the threads can share. */
function imageTasks(backend: SimdBackend, plan: Plan, calls: (band: Band) => KernelCall[]): Task[] {
  const [height, width, channels] = plan.outSize
  const work = height * width * channels * plan.filter[0] * plan.filter[1] * plan.size[2]
  if (plan.batch < 4 * backend.pool.threads) {
    const bands = backend.cut(height, BAND / (work / height))
    return Array.from({ length: plan.batch }, (_, image) =>
      bands.map(({ first, count }) => calls({ image, first, rows: count })),
    ).flat()
  }
  return backend
    .cut(plan.batch, IMAGE / work)
    .map(({ first, count }) =>
      Array.from({ length: count }, (_, i) => calls({ image: first + i, first: 0, rows: height })).flat(),
    )
}

/** Multiply-adds worth a task. */
const IMAGE = 1_000_000
/** The same for a band, which costs its own filling of a frame with zeros. */
const BAND = 500_000

function convolveCall(
  backend: SimdBackend,
  plan: Plan,
  x: number,
  panels: number,
  bias: number,
  y: number,
  { image, first, rows }: Band,
  floor = Number.NEGATIVE_INFINITY,
): KernelCall {
  const bytes = ([height, width, channels]: Size) => 4 * height * width * channels
  const [height, width, channels] = plan.outSize
  const from = x + image * bytes(plan.size)
  const to = y + image * bytes([height, width, channels]) + 4 * first * width * channels
  const [top, left] = plan.offset
  return backend.pool.call(
    'convolve',
    backend.tileFor(channels),
    from,
    panels,
    bias,
    to,
    1,
    ...plan.size,
    rows,
    width,
    channels,
    ...plan.filter,
    ...plan.stride,
    top - first * plan.stride[0],
    left,
    ...plan.spread,
    floor,
    scratchAt(0),
  )
}

/** Adds one image's part to a filter's gradient. */
function filterGradientCall(backend: SimdBackend, g: Geometry, x: number, dy: number, gradient: number): KernelCall {
  return backend.pool.call(
    'convolveFilterGradient',
    backend.tileFor(g.outChannels),
    x,
    dy,
    gradient,
    1,
    g.inHeight,
    g.inWidth,
    g.inChannels,
    g.outHeight,
    g.outWidth,
    g.outChannels,
    g.filterHeight,
    g.filterWidth,
    g.strideHeight,
    g.strideWidth,
    g.padInfo.top,
    g.padInfo.left,
    scratchAt(0),
  )
}
