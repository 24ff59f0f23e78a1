import * as tf from '@tensorflow/tfjs-core'
import type { ModelLayer } from '../../src-shared/model-description.ts'
import { type Activation, type DenseLayer, dense, denseStack } from '../ops/dense.ts'
import type { PixelBatch } from '../ops/pixel-batch.ts'
import { countValues, type ParameterSpec, type Parameters } from './parameters.ts'

/**
 * The slides' decoder: fully connected, `layers` hidden layers of `width` with ReLU, then a linear output; its input is a
 * pixel's coordinates beside the whole flattened latent, x ⊕ Z.
 *
 * The first layer is linear before its ReLU, so it is computed as
 *
 *     W · [x; Z] + b = Wx · x + (Wz · Z + b)
 *
 * with the bracket once an image instead of once a pixel. Wx and Wz are stored apart for that, and joined on export. Z is
 * flattened as it lies in memory: row, column, channel.
 */
export interface DecoderShape {
  /** Values of the flattened latent. */
  readonly latentSize: number
  readonly channels: number
  readonly width: number
  readonly layers: number
}

const FIRST = 'decoder.layer1'
const OUTPUT = 'decoder.output'
/** Names of the first layer's two halves. */
export const COORDINATE_WEIGHT = `${FIRST}.coordinates.weight`
export const LATENT_WEIGHT = `${FIRST}.latent.weight`

export function decoderParameters({ latentSize, channels, width, layers }: DecoderShape): ParameterSpec[] {
  const fanIn = 2 + latentSize // of the joined layer
  const specs: ParameterSpec[] = [
    { name: COORDINATE_WEIGHT, shape: [2, width], kind: 'dense', fanIn },
    { name: LATENT_WEIGHT, shape: [latentSize, width], kind: 'dense', fanIn },
    { name: `${FIRST}.bias`, shape: [width], kind: 'bias', fanIn },
  ]
  const layer = (name: string, outputs: number) =>
    specs.push(
      { name: `${name}.weight`, shape: [width, outputs], kind: 'dense', fanIn: width },
      { name: `${name}.bias`, shape: [outputs], kind: 'bias', fanIn: width },
    )
  for (let i = 2; i <= layers; i++) layer(`decoder.layer${i}`, width)
  layer(OUTPUT, channels)
  return specs
}

export function decoderLayers(shape: DecoderShape): ModelLayer[] {
  const { latentSize, channels, width, layers } = shape
  const specs = decoderParameters(shape)
  const hidden = Array.from({ length: layers }, (_, i) => ({
    ...{ kind: 'FC', inputs: i === 0 ? 2 + latentSize : width, outputs: width, details: ['ReLU'] },
    parameters: countValues(specs, `decoder.layer${i + 1}.`),
  }))
  const output = { kind: 'Output', inputs: width, outputs: channels, details: ['linear'] }
  return [...hidden, { ...output, parameters: countValues(specs, `${OUTPUT}.`) }]
}

/** What the first layer adds for the whole image: Wz · Z + b. Z [batch, height, width, channel] → [batch, width]. */
function latentRows(latent: tf.Tensor4D, parameters: Parameters): tf.Tensor2D {
  const flat = tf.reshape(latent, [latent.shape[0], -1]) as tf.Tensor2D // [batch, latentSize]
  return dense(flat, parameters.get(LATENT_WEIGHT), parameters.get(`${FIRST}.bias`))
}

/** The layers after the first: [n, width] → [n, channel]. */
function laterLayers(parameters: Parameters, { layers }: DecoderShape): DenseLayer[] {
  const layer = (name: string, activation: Activation): DenseLayer => ({
    weight: parameters.get(`${name}.weight`),
    bias: parameters.get(`${name}.bias`),
    activation,
  })
  const hidden = Array.from({ length: layers - 1 }, (_, i) => layer(`decoder.layer${i + 2}`, 'relu'))
  return [...hidden, layer(OUTPUT, 'linear')]
}

/**
 * ŝ = f_θ(x ⊕ Z) for the missing pixels only.
 *
 * @param latent [batch, height, width, channel]
 * @param pixels n ≥ 1 of them
 * @returns [n, channel], unbounded
 */
export function decodeMissing(latent: tf.Tensor4D, pixels: PixelBatch, parameters: Parameters, shape: DecoderShape): tf.Tensor2D {
  const rows = latentRows(latent, parameters) // [batch, width]
  const first: DenseLayer = { weight: parameters.get(COORDINATE_WEIGHT), bias: null, activation: 'relu' }
  return denseStack(pixels.coordinates, [first, ...laterLayers(parameters, shape)], {
    inputGradient: false,
    segmentBias: { rows, segments: pixels.segments },
  })
}

/**
 * ŝ at the same coordinates for every image, for inference.
 *
 * @param latent [batch, height, width, channel]
 * @param coordinates [m, 2], (x, y) in [−1, 1], anywhere between pixels
 * @returns [batch, m, channel], unbounded
 */
export function decodeGrid(
  latent: tf.Tensor4D,
  coordinates: tf.Tensor2D,
  parameters: Parameters,
  shape: DecoderShape,
): tf.Tensor3D {
  const batch = latent.shape[0]
  const m = coordinates.shape[0]
  const rows = tf.reshape(latentRows(latent, parameters), [batch, 1, shape.width])
  const position = tf.reshape(dense(coordinates, parameters.get(COORDINATE_WEIGHT), null), [1, m, shape.width])
  const hidden = tf.reshape(tf.relu(tf.add(position, rows)), [batch * m, shape.width]) as tf.Tensor2D
  return tf.reshape(denseStack(hidden, laterLayers(parameters, shape)), [batch, m, shape.channels])
}
