import type * as tf from '@tensorflow/tfjs-core'
import type { PixelBatch } from '../ops/pixel-batch.ts'
import type { Parameters } from './parameters.ts'

/** The pictures a model is made for. */
export interface ImageShape {
  /** Height and width in pixels. */
  readonly imageSize: number
  readonly channels: number
}

/** A tensor of a state dictionary, in PyTorch's layout and under PyTorch's name. */
export interface StateTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** An implicit inpainting model: an encoder to a latent, and a decoder from a latent and coordinates to colours. */
export interface Model {
  readonly name: string
  readonly image: ImageShape
  readonly parameters: Parameters
  /** [height, width, channel] of one image's latent. */
  readonly latentShape: readonly [number, number, number]
  /** Pixels of the input, across, that one place of the latent depends on. */
  readonly receptiveField: number
  initialize(seed: number): void
  /** [batch, height, width, channel] in [0, 1], 0 where missing → the latent, [batch, ...latentShape]. */
  encode(maskedImages: tf.Tensor4D): tf.Tensor4D
  /** The missing pixels' colours, [n, channel], unbounded; n ≥ 1. */
  decodeMissing(latent: tf.Tensor4D, pixels: PixelBatch): tf.Tensor2D
  /** Colours at `coordinates` [m, 2] for every image: [batch, m, channel], unbounded. */
  decodeGrid(latent: tf.Tensor4D, coordinates: tf.Tensor2D): tf.Tensor3D
  /** The parameters as PyTorch's `state_dict` would hold them. */
  exportState(): Promise<StateTensor[]>
  importState(tensors: readonly StateTensor[]): void
  dispose(): void
}

/** One line of the parameter table. */
export interface ParameterRow {
  readonly name: string
  readonly shape: readonly number[]
  readonly count: number
}

/** The parameter table of a model, in order. */
export function parameterTable(model: Model): ParameterRow[] {
  return model.parameters.list.map(({ name, shape, count }) => ({ name, shape: [...shape], count }))
}
