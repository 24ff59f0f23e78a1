import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt, type Task } from '../pool.ts'
import { floorOf, multiply } from './matmul.ts'
import { type Call, isFloat, type Overrides } from './override.ts'
import { Parts, partsOf } from './parts.ts'

const TILE_BYTES = 512

type Geometry = backend_util.Conv2DInfo
type Shape4D = [number, number, number, number]

/** The geometry of a convolution that the kernels take: NHWC, not dilated, all of the channels in one group. */
function geometryOf(attrs: Call['attrs'], xShape: number[], filterShape: number[]): Geometry | undefined {
  const dilations = (attrs.dilations ?? 1) as number | [number, number]
  if (attrs.dataFormat !== 'NHWC' || [dilations].flat().some((dilation) => dilation !== 1)) return undefined
  if (xShape[3] !== filterShape[2]) return undefined
  return backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides as number | [number, number],
    dilations,
    attrs.pad as Parameters<typeof backend_util.computeConv2DInfo>[4],
    attrs.dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
    false,
    'channelsLast',
  )
}

/** Floats of a row of tiles over so many channels. */
function padded(channels: number): number {
  return Math.ceil(channels / 16) * 16
}

/** Is it one matrix product over all the pixels? */
function isPointwise(g: Geometry): boolean {
  const { top, left, bottom, right } = g.padInfo
  return g.filterHeight * g.filterWidth * g.strideHeight * g.strideWidth === 1 && top + left + bottom + right === 0
}

/** x [batch, height, width, in] * filter [rows, columns, in, out] (+ bias, ReLU) → [batch, outHeight, outWidth, out] */
function convolve({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const { x, filter, bias } = inputs
  const floor = floorOf(attrs.activation)
  if (!x || !filter || !isFloat(x, filter) || floor === null) return undefined
  const g = geometryOf(attrs, x.shape, filter.shape)
  if (!g) return undefined
  if (bias && !(isFloat(bias) && bias.shape.length === 1 && bias.shape[0] === g.outChannels)) return undefined
  const y = backend.output(g.outShape)
  const [xAt, filterAt, yAt, biasAt] = [
    backend.address(x),
    backend.address(filter),
    backend.address(y),
    bias ? backend.address(bias) : 0,
  ]
  if (isPointwise(g)) {
    const size = [g.batchSize * g.outHeight * g.outWidth, g.outChannels, g.inChannels] as const
    multiply(backend, { a: xAt, b: filterAt, bias: biasAt, c: yAt, size, floor })
    return y
  }
  const plan = forwardPlan(g)
  withPanels(backend, filterAt, plan, (panels) => {
    const tasks = imageTasks(backend, plan, (band) => [convolveCall(backend, plan, xAt, panels, biasAt, yAt, band, floor)])
    backend.run(tasks, convolveScratch(plan))
  })
  return y
}

/**
 * max(0, x * filter + bias + residual), or without the floor: the end of a residual block in one pass.
 *
 * residual and the result [batch, outHeight, outWidth, out]
 */
function convolveResidual({ inputs, backend, attrs }: Call): TensorInfo {
  const { x, filter, bias, residual } = inputs
  const floor = floorOf(attrs.activation)
  const g = x && filter && isFloat(x, filter, bias, residual) ? geometryOf(attrs, x.shape, filter.shape) : undefined
  if (!g || floor === null || !util.arraysEqual(residual!.shape, g.outShape) || !util.arraysEqual(bias!.shape, [g.outChannels])) {
    throw new Error(
      `Conv2DResidual takes float32 NHWC x, filter, bias and a residual of the result's shape, got [${residual?.shape}]`,
    )
  }
  const y = backend.output(g.outShape)
  const [xAt, filterAt, biasAt, residualAt, yAt] = [x!, filter!, bias!, residual!, y].map((t) => backend.address(t)) as Five
  const plan = forwardPlan(g)
  const row = 4 * g.outChannels
  withPanels(backend, filterAt, plan, (panels) => {
    const tasks = imageTasks(backend, plan, (band) => {
      const at = (band.image * g.outHeight + band.first) * row * g.outWidth
      return [
        backend.pool.call('add', residualAt + at, 4, row, biasAt, 4, 0, yAt + at, band.rows * g.outWidth, g.outChannels),
        convolveCall(backend, plan, xAt, panels, IN_PLACE, yAt, band, floor),
      ]
    })
    backend.run(tasks, convolveScratch(plan))
  })
  return y
}

/**
 * dx of a convolution: dy, its pixels a stride apart, convolved with the filter turned by 180° and its channels swapped.
 *
 * dy [batch, outHeight, outWidth, out], filter [rows, columns, in, out] → [batch, height, width, in]
 */
function inputGradient({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const { dy, filter } = inputs
  if (!dy || !filter || !isFloat(dy, filter)) return undefined
  const g = geometryOf(attrs, attrs.inputShape as number[], filter.shape)
  const plan = g && backwardPlan(g)
  if (!g || !plan) return undefined
  const dx = backend.output(g.inShape)
  const [dyAt, filterAt, dxAt] = [backend.address(dy), backend.address(filter), backend.address(dx)]
  if (isPointwise(g)) {
    const size = [g.batchSize * g.outHeight * g.outWidth, g.inChannels, g.outChannels] as const
    multiply(backend, { a: dyAt, b: filterAt, transposeB: true, c: dxAt, size })
    return dx
  }
  withTurnedPanels(backend, filterAt, g, plan, (panels) => {
    const tasks = imageTasks(backend, plan, (band) => [convolveCall(backend, plan, dyAt, panels, 0, dxAt, band)])
    backend.run(tasks, convolveScratch(plan))
  })
  return dx
}

/** x [batch, height, width, in], dy [batch, outHeight, outWidth, out] → [rows, columns, in, out] */
function filterGradient({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const { x, dy } = inputs
  if (!x || !dy || !isFloat(x, dy)) return undefined
  const g = geometryOf(attrs, x.shape, attrs.filterShape as number[])
  if (!g) return undefined
  const gradient = backend.output(g.filterShape)
  const [xAt, dyAt, gradientAt] = [backend.address(x), backend.address(dy), backend.address(gradient)]
  if (isPointwise(g)) {
    const size = [g.inChannels, g.outChannels, g.batchSize * g.outHeight * g.outWidth] as const
    multiply(backend, { a: xAt, transposeA: true, b: dyAt, c: gradientAt, size })
    return gradient
  }
  const parts = new Parts(backend, partsOf(g.batchSize), [gradient])
  const image = 4 * g.outHeight * g.outWidth * g.outChannels
  const tasks = parts.tasks(([part], i) => [filterGradientCall(backend, g, xAt, i, dyAt + i * image, part!)])
  backend.run(tasks, filterScratch(g))
  parts.sum()
  return gradient
}

/**
 * All gradients of a convolution with a bias, and with a ReLU where its output y is given, image by image so that what one needs
 * of the next is still in cache.
 *
 * @returns [dFilter, dBias], then dx where `inputGradient`, then dy through the ReLU where `keepGated`
 */
function convolutionGradient({ inputs, backend, attrs }: Call): TensorInfo[] {
  const { x, filter, dy, y } = inputs
  const g = x && filter && isFloat(x, filter, dy) ? geometryOf(attrs, x.shape, filter.shape) : undefined
  const plan = g && backwardPlan(g)
  if (!g || !plan || !util.arraysEqual(dy!.shape, g.outShape) || (y && !(isFloat(y) && util.arraysEqual(y.shape, g.outShape)))) {
    throw new Error(`Conv2DGradient takes float32 NHWC x, filter, dy and y, got x [${x?.shape}] and dy [${dy?.shape}]`)
  }
  const [dFilter, dBias] = [backend.output(g.filterShape), backend.output([g.outChannels])]
  const dx = attrs.inputGradient ? backend.output(g.inShape) : undefined
  const gated = attrs.keepGated ? backend.output(g.outShape) : undefined
  const [xAt, filterAt, dyAt] = [backend.address(x!), backend.address(filter!), backend.address(dy!)]
  const yAt = y ? backend.address(y) : 0
  const [dxAt, gatedAt] = [dx, gated].map((tensor) => (tensor ? backend.address(tensor) : 0)) as [number, number]

  const pixels = g.outHeight * g.outWidth
  const values = pixels * g.outChannels
  const kernelScratch = Math.ceil(Math.max(dx ? convolveScratch(plan) : 0, filterScratch(g)) / 64) * 64
  const parts = new Parts(backend, partsOf(g.batchSize), [dFilter, dBias])
  const { pool } = backend
  withTurnedPanels(backend, filterAt, g, plan, (panels) => {
    const tasks = parts.tasks(([filterPart, biasPart], i) => {
      const given = dyAt + 4 * i * values
      const through = gatedAt ? gatedAt + 4 * i * values : scratchAt(kernelScratch)
      const through_ = yAt ? through : given
      const calls: KernelCall[] = []
      if (yAt) calls.push(pool.call('reluGradient', given, 4, 0, yAt + 4 * i * values, 4, 0, through, 1, values))
      calls.push(filterGradientCall(backend, g, xAt, i, through_, filterPart!))
      calls.push(pool.call('addColumnSums', through_, biasPart!, pixels, g.outChannels))
      if (dxAt)
        calls.push(
          convolveCall(backend, plan, through_ - 4 * i * values, panels, 0, dxAt, { image: i, first: 0, rows: g.inHeight }),
        )
      return calls
    })
    backend.run(tasks, kernelScratch + 4 * values)
  })
  parts.sum()
  return [dFilter, dBias, dx, gated].filter((tensor) => tensor !== undefined)
}

type Pair = readonly [height: number, width: number]
type Size = readonly [height: number, width: number, channels: number]
type Five = [number, number, number, number, number]

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

/** For dx, from dy and the turned filter; undefined where the padding exceeds the filter. */
function backwardPlan(g: Geometry): Plan | undefined {
  const offset = [g.filterHeight - 1 - g.padInfo.top, g.filterWidth - 1 - g.padInfo.left] as const
  if (offset[0] < 0 || offset[1] < 0) return undefined
  return {
    batch: g.batchSize,
    size: [g.outHeight, g.outWidth, g.outChannels],
    outSize: [g.inHeight, g.inWidth, g.inChannels],
    filter: [g.filterHeight, g.filterWidth],
    stride: [1, 1],
    offset,
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
  backend.kernels.packPanels(backend.tileFor(n), filter, 4 * n, 4, n, k, panels)
  use(panels)
  backend.heap.release(panels)
}

/** The same for the filter turned by 180° with its channels swapped. */
function withTurnedPanels(backend: SimdBackend, filter: number, g: Geometry, plan: Plan, use: (panels: number) => void): void {
  const turned = backend.heap.allocate(4 * g.filterHeight * g.filterWidth * g.inChannels * g.outChannels)
  backend.kernels.turnFilter(filter, g.filterHeight, g.filterWidth, g.inChannels, g.outChannels, turned)
  withPanels(backend, turned, plan, use)
  backend.heap.release(turned)
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
function filterGradientCall(
  backend: SimdBackend,
  g: Geometry,
  x: number,
  image: number,
  dyImage: number,
  gradient: number,
): KernelCall {
  return backend.pool.call(
    'convolveFilterGradient',
    backend.tileFor(g.outChannels),
    x + 4 * image * g.inHeight * g.inWidth * g.inChannels,
    dyImage,
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

export const convolutionOverrides: Overrides = {
  Conv2D: convolve,
  FusedConv2D: convolve,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
  Conv2DResidual: convolveResidual,
  Conv2DGradient: convolutionGradient,
}
