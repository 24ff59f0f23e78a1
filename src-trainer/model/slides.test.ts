import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../../src-shared/random.ts'
import { loadGolden } from '../../tests/golden/model-golden.ts'
import { openTestEngine } from '../../tests/golden/test-engine.ts'
import { createPixelBatch } from '../ops/pixel-batch.ts'
import { createInputBatch, type RawBatch } from './batch.ts'
import { decodeWhole, encodeImages, inpaint, inpaintFloat, renderLatents } from './inpaint.ts'
import { parameterTable } from './model.ts'
import { createModel, describeModel } from './registry.ts'

const { golden } = loadGolden('model')
const small = { imageSize: 6, channels: 3 }
const options = { hiddenChannels: 5, decoderWidth: 7, decoderLayers: 3 }

/** Three pictures: half missing, nothing missing, all missing. */
function smallBatch(): RawBatch {
  const random = randomStream(7, 'test')
  const images = Uint8Array.from({ length: 3 * 36 * 3 }, () => random.below(256))
  const masks = Uint8Array.from({ length: 3 * 36 }, (_, i) => [random.below(2), 1, 0][Math.floor(i / 36)]!)
  return { images, masks }
}

function smallModel(seed = 1) {
  const model = createModel({ name: 'slides', options }, small)
  model.initialize(seed)
  return model
}

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>) {
  expect(got).toHaveLength(want.length)
  for (let i = 0; i < want.length; i++) expect(got[i], `value ${i}`).toBeCloseTo(want[i]!, 5)
}

beforeAll(openTestEngine)

describe("the slides' model", () => {
  it('has 473,341 parameters, 29,818 of them in the encoder', () => {
    const rows = parameterTable(createModel({ name: 'slides' }, { imageSize: 32, channels: 3 }))
    const sum = (prefix: string) =>
      rows.filter(({ name }) => name.startsWith(prefix)).reduce((total, { count }) => total + count, 0)
    expect(sum('')).toBe(473_341)
    expect(sum('encoder.')).toBe(29_818)
  })

  it('describes itself: every layer with what goes in and out, and no parameter left out', () => {
    for (const [choice, image] of [
      [{ name: 'slides' }, { imageSize: 32, channels: 3 }],
      [{ name: 'slides', options }, small],
    ] as const) {
      const layers = describeModel(choice, image).flatMap((stage) => stage.layers)
      const { parameters } = createModel(choice, image)
      expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters.count)
    }
    const [encoder, decoder] = describeModel({ name: 'slides' }, { imageSize: 32, channels: 3 })
    expect(encoder!.layers.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [3, 32],
      [32, 32],
      [32, 3],
    ])
    expect(decoder!.layers.map(({ kind, inputs, outputs }) => `${kind} ${inputs} ${outputs}`)).toEqual([
      'FC 3074 128',
      ...Array(3).fill('FC 128 128'),
      'Output 128 3',
    ])
  })

  it("has as many parameters as PyTorch's for one channel", () => {
    const rows = parameterTable(createModel({ name: 'slides' }, { imageSize: 32, channels: 1 }))
    expect(rows.reduce((total, { count }) => total + count, 0)).toBe(golden.counts.oneChannel)
  })

  it('starts from the seed alone, uniform within 1/√fan-in', async () => {
    const [one, again, other] = await Promise.all([1, 1, 2].map((seed) => smallModel(seed).parameters.read()))
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
    const model = smallModel()
    model.parameters.list.forEach(({ fanIn, name }, i) => {
      const largest = Math.max(...one![i]!.map(Math.abs))
      expect(largest, name).toBeLessThanOrEqual(1 / Math.sqrt(fanIn))
      if (one![i]!.length > 50) expect(largest, name).toBeGreaterThan(0.9 / Math.sqrt(fanIn))
    })
  })

  it('makes a latent as large as the image', async () => {
    const model = smallModel()
    expect(model.latentShape).toEqual([6, 6, 3])
    expect(await encodeImages(model, smallBatch())).toHaveLength(3 * 6 * 6 * 3)
  })

  it('sees 13×13 pixels from one place of the latent', async () => {
    const model = createModel({ name: 'slides', options }, { imageSize: 17, channels: 1 })
    model.initialize(3)
    const masks = new Uint8Array(17 * 17).fill(1)
    const images = new Uint8Array(17 * 17).fill(100)
    const before = await encodeImages(model, { images, masks })
    images[8 * 17 + 8] = 255
    const after = await encodeImages(model, { images, masks })
    const changed = [...before.keys()].filter((i) => before[i] !== after[i])
    const columns = changed.map((i) => i % 17)
    expect(model.receptiveField).toBe(13)
    expect(Math.min(...columns)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...columns)).toBeLessThanOrEqual(14)
    expect(changed.length).toBeGreaterThan(100)
  })

  it('decodes the missing pixels as decoding all of them does', async () => {
    const model = smallModel()
    const raw = smallBatch()
    const whole = await decodeWhole(model, raw)
    const filled = await inpaintFloat(model, raw)
    raw.masks.forEach((known, place) => {
      for (let i = place * 3; i < place * 3 + 3; i++) {
        if (known) expect(filled[i]).toBe(Math.fround(raw.images[i]! / 255))
        else expect(filled[i]).toBeCloseTo(whole[i]!, 5)
      }
    })
  })

  it('computes the factorised first layer as the joined one', async () => {
    const model = smallModel()
    const raw = smallBatch()
    const state = new Map((await model.exportState()).map((tensor) => [tensor.name, tensor]))
    const expected = tf.tidy(() => {
      const { maskedImages } = createInputBatch(raw, small)
      const weight = (name: string) => tf.tensor(state.get(name)!.values, [...state.get(name)!.shape])
      const pixels = createPixelBatch(new Uint8Array(36), 1, 6, 6)
      // PyTorch flattens [channel, row, column]
      const latent = tf.reshape(tf.transpose(model.encode(maskedImages), [0, 3, 1, 2]), [3, 1, 108])
      const joined = tf.concat([tf.tile(tf.reshape(pixels.coordinates, [1, 36, 2]), [3, 1, 1]), tf.tile(latent, [1, 36, 1])], 2)
      let h = tf.reshape(joined, [3 * 36, 110]) as tf.Tensor
      for (const layer of ['layer1', 'layer2', 'layer3', 'output']) {
        h = tf.add(
          tf.matMul(h as tf.Tensor2D, weight(`decoder.${layer}.weight`) as tf.Tensor2D, false, true),
          weight(`decoder.${layer}.bias`),
        )
        if (layer !== 'output') h = tf.relu(h)
      }
      return h.dataSync()
    })
    const got = await decodeWhole(model, raw)
    expectClose(got, expected)
  })

  it('renders at any scale; at 1 it is the decoder on the pixels', async () => {
    const model = smallModel()
    const raw = smallBatch()
    const latents = await encodeImages(model, raw)
    const whole = await decodeWhole(model, raw)
    expectClose(await renderLatents(model, latents, 1), whole)
    // ×3: every third output pixel lies on an input pixel's centre
    const large = await renderLatents(model, latents, 3)
    expect(large).toHaveLength(3 * 18 * 18 * 3)
    expect(large[(18 * 18 + 7 * 18 + 4) * 3 + 1]).toBeCloseTo(whole[(36 + 2 * 6 + 1) * 3 + 1]!, 5)
  })

  it('keeps known pixels bit for bit and rounds the rest to bytes', async () => {
    const model = smallModel()
    const raw = smallBatch()
    const filled = await inpaint(model, raw)
    const colours = await inpaintFloat(model, raw)
    filled.forEach((byte, i) => {
      const clipped = Math.min(1, Math.max(0, colours[i]!))
      expect(byte).toBe(raw.masks[Math.floor(i / 3)] ? raw.images[i] : Math.round(clipped * 255))
    })
  })

  it('keeps its parameters through an export and an import', async () => {
    const model = smallModel(5)
    const copy = smallModel(6)
    copy.importState(await model.exportState())
    expect(await copy.parameters.read()).toEqual(await model.parameters.read())
  })

  it('refuses what does not fit, by name and number', async () => {
    const model = smallModel()
    expect(() => createModel({ name: 'slide' }, small)).toThrow('unknown model "slide": expected slides')
    expect(() => model.importState([])).toThrow('"encoder.block1.conv1.weight"')
    await expect(inpaint(model, { images: new Uint8Array(10), masks: new Uint8Array(36) })).rejects.toThrow('6×6×3')
  })
})
