import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type KernelCall, scratchAt } from '../pool.ts'
import {
  convolveDirectly,
  filterGradientDirectly,
  hasDirectGradient,
  inputGradientDirectly,
  withDirectGradient,
} from './direct.ts'
import { type Geometry, geometryOf, isPointwise } from './geometry.ts'
import { floorOf, multiply } from './matmul.ts'
import { type Call, isFloat, type Overrides } from './override.ts'
import { Parts, partsOf } from './parts.ts'
import { convolveByWinograd, suitsWinograd, withWinogradGradient } from './winograd.ts'

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
  forwardWay(g)(backend, g, { x: xAt, filter: filterAt, bias: biasAt, residual: 0, y: yAt, floor })
  return y
}

function forwardWay(g: Geometry): typeof convolveDirectly {
  return suitsWinograd(g) ? convolveByWinograd : convolveDirectly
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
  forwardWay(g)(backend, g, {
    x: backend.address(x!),
    filter: backend.address(filter!),
    bias: backend.address(bias!),
    residual: backend.address(residual!),
    y: backend.address(y),
    floor,
  })
  return y
}

/** dy [batch, outHeight, outWidth, out], filter [rows, columns, in, out] → [batch, height, width, in] */
function inputGradient({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const { dy, filter } = inputs
  if (!dy || !filter || !isFloat(dy, filter)) return undefined
  const g = geometryOf(attrs, attrs.inputShape as number[], filter.shape)
  if (!g || !hasDirectGradient(g)) return undefined
  const dx = backend.output(g.inShape)
  const [dyAt, filterAt, dxAt] = [backend.address(dy), backend.address(filter), backend.address(dx)]
  if (isPointwise(g)) {
    const size = [g.batchSize * g.outHeight * g.outWidth, g.inChannels, g.outChannels] as const
    multiply(backend, { a: dyAt, b: filterAt, transposeB: true, c: dxAt, size })
    return dx
  }
  inputGradientDirectly(backend, g, dyAt, filterAt, dxAt)
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
  filterGradientDirectly(backend, g, xAt, dyAt, gradient)
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
  const fits = g && hasDirectGradient(g) && util.arraysEqual(dy!.shape, g.outShape)
  if (!fits || (y && !(isFloat(y) && util.arraysEqual(y.shape, g.outShape)))) {
    throw new Error(`Conv2DGradient takes float32 NHWC x, filter, dy and y, got x [${x?.shape}] and dy [${dy?.shape}]`)
  }
  const [dFilter, dBias] = [backend.output(g.filterShape), backend.output([g.outChannels])]
  const dx = attrs.inputGradient ? backend.output(g.inShape) : undefined
  const gated = attrs.keepGated ? backend.output(g.outShape) : undefined
  const [xAt, dyAt] = [backend.address(x!), backend.address(dy!)]
  const [yAt, dxAt, gatedAt] = [y, dx, gated].map((tensor) => (tensor ? backend.address(tensor) : 0)) as Three

  const pixels = g.outHeight * g.outWidth
  const imageBytes = 4 * pixels * g.outChannels
  const inBytes = 4 * g.inHeight * g.inWidth * g.inChannels
  const parts = new Parts(backend, partsOf(g.batchSize), [dFilter, dBias])
  const { pool } = backend
  const withWay = suitsWinograd(g) ? withWinogradGradient : withDirectGradient
  withWay(backend, g, backend.address(filter!), dx !== undefined, ({ scratchBytes, hooks, image }) => {
    const own = Math.ceil(scratchBytes / 64) * 64
    const tasks = parts.tasks(([filterPart, biasPart], i) => {
      const given = dyAt + i * imageBytes
      const through = !yAt ? given : gatedAt ? gatedAt + i * imageBytes : scratchAt(own)
      const calls: KernelCall[] = []
      if (yAt) calls.push(pool.call('reluGradient', given, 4, 0, yAt + i * imageBytes, 4, 0, through, 1, imageBytes / 4))
      const operands = { x: xAt + i * inBytes, dy: through, dFilter: filterPart!, dx: dxAt ? dxAt + i * inBytes : 0 }
      calls.push(...image(operands), pool.call('addColumnSums', through, biasPart!, pixels, g.outChannels))
      return calls
    }, hooks)
    backend.run(tasks, own + imageBytes)
  })
  parts.sum()
  return [dFilter, dBias, dx, gated].filter((tensor) => tensor !== undefined)
}

type Three = [number, number, number]

export const convolutionOverrides: Overrides = {
  Conv2D: convolve,
  FusedConv2D: convolve,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
  Conv2DResidual: convolveResidual,
  Conv2DGradient: convolutionGradient,
}
