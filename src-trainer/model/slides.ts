import type { ModelDescription } from '../../src-shared/model-description.ts'
import {
  COORDINATE_WEIGHT,
  type DecoderShape,
  decodeGrid,
  decodeMissing,
  decoderLayers,
  decoderParameters,
  LATENT_WEIGHT,
} from './decoder.ts'
import { ENCODER_RECEPTIVE_FIELD, type EncoderShape, encode, encoderLayers, encoderParameters } from './encoder.ts'
import type { ImageShape, Model } from './model.ts'
import { createParameters } from './parameters.ts'
import { fromState, type JoinedLayer, toState } from './state-dict.ts'

export interface SlidesOptions {
  /** Channels inside the encoder; 32 in the slides. */
  readonly hiddenChannels?: number
  /** Width of the decoder's hidden layers; 128 in the slides. */
  readonly decoderWidth?: number
  /** Hidden layers of the decoder; 4 in the slides. */
  readonly decoderLayers?: number
}

function shapesOf(options: SlidesOptions, { imageSize, channels }: ImageShape): { encoder: EncoderShape; decoder: DecoderShape } {
  const { hiddenChannels = 32, decoderWidth = 128, decoderLayers: layers = 4 } = options
  const latentSize = imageSize * imageSize * channels
  return { encoder: { channels, hiddenChannels }, decoder: { latentSize, channels, width: decoderWidth, layers } }
}

export function describeSlidesModel(options: SlidesOptions, image: ImageShape): ModelDescription {
  const { encoder, decoder } = shapesOf(options, image)
  const picture = [image.imageSize, image.imageSize, image.channels]
  return [
    {
      ...{ name: 'Encoder', often: 'once a picture', layers: encoderLayers(encoder) },
      input: { name: 'Masked image', shape: picture },
      output: { name: 'Latent Z', shape: picture },
    },
    {
      ...{ name: 'Decoder', often: 'once a missing pixel', layers: decoderLayers(decoder) },
      input: { name: '(x, y), Z', shape: [2 + decoder.latentSize] },
      output: { name: 'Colour', shape: [image.channels] },
    },
  ]
}

/**
 * The slides' model (Yunkyu Lee, "Implicit Image Inpainting", POSTECH 2022): a convolutional encoder whose latent is as large
 * as the image, and a fully connected decoder that sees all of it beside one pixel's coordinates.
 * 473,341 parameters at 3×32×32, 209,581 at 1×32×32.
 */
export function createSlidesModel(options: SlidesOptions, image: ImageShape): Model {
  const { encoder: encoderShape, decoder: decoderShape } = shapesOf(options, image)
  const latentShape = [image.imageSize, image.imageSize, image.channels] as const
  const parameters = createParameters([...encoderParameters(encoderShape), ...decoderParameters(decoderShape)])
  const joined: JoinedLayer = {
    name: 'decoder.layer1.weight',
    coordinates: COORDINATE_WEIGHT,
    latent: LATENT_WEIGHT,
    latentShape,
  }

  return {
    name: 'slides',
    image,
    parameters,
    latentShape,
    receptiveField: ENCODER_RECEPTIVE_FIELD,
    initialize: (seed) => parameters.initialize(seed),
    encode: (maskedImages) => encode(maskedImages, parameters, encoderShape),
    decodeMissing: (latent, pixels) => decodeMissing(latent, pixels, parameters, decoderShape),
    decodeGrid: (latent, coordinates) => decodeGrid(latent, coordinates, parameters, decoderShape),
    exportState: () => toState(parameters, joined),
    importState: (tensors) => fromState(tensors, parameters, joined),
    dispose: () => parameters.dispose(),
  }
}
