import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { floorOf, multiplyInto } from './matmul.ts'
import { type Call, isFloat, type Overrides } from './override.ts'

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
  if (!x || !filter || !isFloat(x, filter) || floor === undefined) return undefined
  const g = geometryOf(attrs, x.shape, filter.shape)
  if (!g) return undefined
  if (bias && !(isFloat(bias) && bias.shape.length === 1 && bias.shape[0] === g.outChannels)) return undefined
  const y = backend.output(g.outShape)
  const biasAddress = bias ? backend.address(bias) : 0
  if (isPointwise(g)) {
    const size = [g.batchSize * g.outHeight * g.outWidth, g.outChannels, g.inChannels] as const
    const [xAt, filterAt, yAt] = [backend.address(x), backend.address(filter), backend.address(y)]
    multiplyInto(backend, xAt, false, filterAt, false, biasAddress, yAt, size, floor)
  } else {
    run(backend, backend.address(x), backend.address(filter), biasAddress, backend.address(y), {
      batch: g.batchSize,
      size: [g.inHeight, g.inWidth, g.inChannels],
      outSize: [g.outHeight, g.outWidth, g.outChannels],
      filter: [g.filterHeight, g.filterWidth],
      stride: [g.strideHeight, g.strideWidth],
      offset: [g.padInfo.top, g.padInfo.left],
      spread: [1, 1],
      floor,
    })
  }
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
  if (!g) return undefined
  const offset = [g.filterHeight - 1 - g.padInfo.top, g.filterWidth - 1 - g.padInfo.left] as const
  if (offset[0] < 0 || offset[1] < 0) return undefined
  const dx = backend.output(g.inShape)
  if (isPointwise(g)) {
    const size = [g.batchSize * g.outHeight * g.outWidth, g.inChannels, g.outChannels] as const
    const [dyAt, filterAt, dxAt] = [backend.address(dy), backend.address(filter), backend.address(dx)]
    multiplyInto(backend, dyAt, false, filterAt, true, 0, dxAt, size, Number.NEGATIVE_INFINITY)
    return dx
  }
  const turned = backend.output(filter.shape)
  const turnedAt = backend.address(turned)
  backend.kernels.turnFilter(backend.address(filter), g.filterHeight, g.filterWidth, g.inChannels, g.outChannels, turnedAt)
  run(backend, backend.address(dy), turnedAt, 0, backend.address(dx), {
    batch: g.batchSize,
    size: [g.outHeight, g.outWidth, g.outChannels],
    outSize: [g.inHeight, g.inWidth, g.inChannels],
    filter: [g.filterHeight, g.filterWidth],
    stride: [1, 1],
    offset,
    spread: [g.strideHeight, g.strideWidth],
    floor: Number.NEGATIVE_INFINITY,
  })
  backend.disposeData(turned.dataId)
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
    multiplyInto(backend, xAt, true, dyAt, false, 0, gradientAt, size, Number.NEGATIVE_INFINITY)
    return gradient
  }
  const canvas = canvasSize([g.outHeight, g.outWidth], [g.strideHeight, g.strideWidth], [g.filterHeight, g.filterWidth])
  const scratch = TILE_BYTES + 4 * (padded(g.outChannels) * Math.max(256, g.outWidth) + canvas * g.inChannels)
  backend.kernels.convolveFilterGradient(
    backend.wide,
    xAt,
    dyAt,
    gradientAt,
    g.batchSize,
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
    backend.scratch(scratch),
  )
  return gradient
}

type Pair = readonly [height: number, width: number]
type Size = readonly [height: number, width: number, channels: number]

interface Convolution {
  readonly batch: number
  readonly size: Size
  readonly outSize: Size
  readonly filter: Pair
  readonly stride: Pair
  /** Rows and columns of zeros before the image. */
  readonly offset: Pair
  /** How far apart the image's pixels are laid. */
  readonly spread: Pair
  readonly floor: number
}

/** Pixels of the padded image that the outputs read. */
function canvasSize(out: Pair, stride: Pair, filter: Pair): number {
  return ((out[0] - 1) * stride[0] + filter[0]) * ((out[1] - 1) * stride[1] + filter[1])
}

function run(backend: SimdBackend, x: number, filter: number, bias: number, y: number, c: Convolution): void {
  const [outHeight, outWidth, outChannels] = c.outSize
  const weights = padded(outChannels) * (1 + c.filter[0] * c.filter[1] * c.size[2])
  const scratch = TILE_BYTES + 4 * (weights + canvasSize([outHeight, outWidth], c.stride, c.filter) * c.size[2])
  const geometry = [...c.size, ...c.outSize, ...c.filter, ...c.stride, ...c.offset, ...c.spread] as const
  backend.kernels.convolve(backend.wide, x, filter, bias, y, c.batch, ...geometry, c.floor, backend.scratch(scratch))
}

export const convolutionOverrides: Overrides = {
  Conv2D: convolve,
  FusedConv2D: convolve,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
}
