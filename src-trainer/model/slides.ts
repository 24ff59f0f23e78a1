import { COORDINATE_WEIGHT, type DecoderShape, decodeGrid, decodeMissing, decoderParameters, LATENT_WEIGHT } from './decoder.ts'
import { ENCODER_RECEPTIVE_FIELD, encode, encoderParameters } from './encoder.ts'
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

/**
 * The slides' model (Yunkyu Lee, "Implicit Image Inpainting", POSTECH 2022): a convolutional encoder whose latent is as large
 * as the image, and a fully connected decoder that sees all of it beside one pixel's coordinates.
 * 473,341 parameters at 3×32×32, 209,581 at 1×32×32.
 */
export function createSlidesModel(options: SlidesOptions, image: ImageShape): Model {
  const { hiddenChannels = 32, decoderWidth = 128, decoderLayers = 4 } = options
  const { imageSize, channels } = image
  const encoderShape = { channels, hiddenChannels }
  const latentShape = [imageSize, imageSize, channels] as const
  const decoderShape: DecoderShape = {
    latentSize: imageSize * imageSize * channels,
    channels,
    width: decoderWidth,
    layers: decoderLayers,
  }
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
