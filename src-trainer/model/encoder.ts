import type * as tf from '@tensorflow/tfjs-core'
import type { ModelLayer } from '../../src-shared/model-description.ts'
import { conv2d } from '../ops/conv2d.ts'
import { countValues, type ParameterSpec, type Parameters } from './parameters.ts'

/**
 * The slides' encoder: three residual blocks, channels → hidden → hidden → channels, so that the latent feature map is as
 * large as the image. A block is
 *
 *     block(x) = conv3×3(relu(conv3×3(x))) + skip(x)
 *
 * with a 1×1 convolution as the skip where the number of channels changes and the identity where it does not. A ReLU follows
 * the first two blocks; the last is linear. Zero padding, biases, no normalisation.
 */
export interface EncoderShape {
  readonly channels: number
  readonly hiddenChannels: number
}

const BLOCKS = 3

/** Six 3×3 convolutions see 13×13 pixels. */
export const ENCODER_RECEPTIVE_FIELD = 1 + 2 * (2 * BLOCKS)

function blockChannels({ channels, hiddenChannels }: EncoderShape): [number, number][] {
  return [
    [channels, hiddenChannels],
    [hiddenChannels, hiddenChannels],
    [hiddenChannels, channels],
  ]
}

function convolution(name: string, size: number, inputs: number, outputs: number): ParameterSpec[] {
  const fanIn = size * size * inputs
  return [
    { name: `${name}.weight`, shape: [size, size, inputs, outputs], kind: 'conv', fanIn },
    { name: `${name}.bias`, shape: [outputs], kind: 'bias', fanIn },
  ]
}

export function encoderParameters(shape: EncoderShape): ParameterSpec[] {
  return blockChannels(shape).flatMap(([inputs, outputs], index) => {
    const block = `encoder.block${index + 1}`
    return [
      ...convolution(`${block}.conv1`, 3, inputs, outputs),
      ...convolution(`${block}.conv2`, 3, outputs, outputs),
      ...(inputs === outputs ? [] : convolution(`${block}.skip`, 1, inputs, outputs)),
    ]
  })
}

export function encoderLayers(shape: EncoderShape): ModelLayer[] {
  const specs = encoderParameters(shape)
  return blockChannels(shape).map(([inputs, outputs], index) => ({
    ...{ kind: 'ResBlock', inputs, outputs },
    details: ['3×3', index < BLOCKS - 1 ? 'ReLU' : 'linear'],
    parameters: countValues(specs, `encoder.block${index + 1}.`),
  }))
}

/**
 * Z = E_φ(I_M).
 *
 * @param maskedImages [batch, height, width, channel] in [0, 1], 0 where missing
 * @returns the latent feature map, [batch, height, width, channel], unbounded
 */
export function encode(maskedImages: tf.Tensor4D, parameters: Parameters, shape: EncoderShape): tf.Tensor4D {
  let x = maskedImages
  for (const [index, [inputs, outputs]] of blockChannels(shape).entries()) {
    const block = `encoder.block${index + 1}`
    const weights = (layer: string) =>
      [parameters.get<tf.Tensor4D>(`${block}.${layer}.weight`), parameters.get<tf.Tensor1D>(`${block}.${layer}.bias`)] as const
    const inputGradient = index > 0 // the image itself needs no gradient
    const hidden = conv2d(x, ...weights('conv1'), { activation: 'relu', inputGradient }) // [batch, height, width, outputs]
    const skip = inputs === outputs ? x : conv2d(x, ...weights('skip'), { inputGradient })
    x = conv2d(hidden, ...weights('conv2'), { residual: skip, activation: index < BLOCKS - 1 ? 'relu' : 'linear' })
  }
  return x
}
