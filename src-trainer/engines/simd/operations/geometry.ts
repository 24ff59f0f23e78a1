import { backend_util } from '@tensorflow/tfjs-core'
import type { KernelCall } from '../pool.ts'
import type { Call } from './override.ts'
import type { PartHooks } from './parts.ts'

export type Geometry = backend_util.Conv2DInfo
type Shape4D = [number, number, number, number]

/** The geometry of a convolution that the kernels take: NHWC, not dilated, all of the channels in one group. */
export function geometryOf(attrs: Call['attrs'], xShape: number[], filterShape: number[]): Geometry | undefined {
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

/** Is it one matrix product over all the pixels? */
export function isPointwise(g: Geometry): boolean {
  const { top, left, bottom, right } = g.padInfo
  return g.filterHeight * g.filterWidth * g.strideHeight * g.strideWidth === 1 && top + left + bottom + right === 0
}

/** Where the operands of y = max(x * filter + bias + residual, floor) lie. */
export interface ForwardOperands {
  readonly x: number
  readonly filter: number
  /** [out], or 0 for none. */
  readonly bias: number
  /** Like y, or 0 for none. */
  readonly residual: number
  readonly y: number
  readonly floor: number | undefined
}

/** Where the operands of one image's gradients lie. */
export interface ImageOperands {
  readonly x: number
  readonly dy: number
  /** To which this image's share of the filter's gradient is added. */
  readonly dFilter: number
  /** 0 for none. */
  readonly dx: number
}

/** A way to compute gradients, image by image. */
export interface GradientWay {
  readonly scratchBytes: number
  /** What a part of the batch needs before and after its images. */
  readonly hooks?: PartHooks
  image(at: ImageOperands): KernelCall[]
}
