import { randomStream } from '../../../src-shared/random.ts'
import type { DatasetReader } from '../../data/dataset-reader.ts'
import { toUnit } from '../../levels.ts'
import type { Baseline, FittedBaseline } from '../baseline.ts'
import { type Conditional, openConditional } from './conditional.ts'
import { fitGaussian } from './fit.ts'
import { readParameters, writeParameters } from './parameters.ts'

/** Values of a picture up to which a dense covariance is affordable: 128 MiB each for it and its inverse. */
const mostDimensions = 4096
/** Data sets whose matrices are kept. */
const capacity = 2
const opened = new Map<string, Promise<Conditional>>()

/** The distribution of a data set's pictures: fitted once, then read from its folder, then kept. */
function conditionalOf(reader: DatasetReader, between: () => Promise<void>): Promise<Conditional> {
  const { folder, channels } = reader
  const contentHash = reader.manifest?.contentHash ?? ''
  const key = `${folder} ${contentHash}`
  const open = async () => {
    let parameters = await readParameters(folder, contentHash)
    if (!parameters) {
      parameters = await fitGaussian(reader, between)
      await writeParameters(folder, contentHash, parameters)
    }
    return openConditional(parameters, channels)
  }
  const found = opened.get(key) ?? open()
  found.catch(() => opened.delete(key))
  opened.delete(key)
  opened.set(key, found)
  for (const oldest of opened.keys()) if (opened.size > capacity) opened.delete(oldest)
  return found
}

const gaussian = (
  name: string,
  label: string,
  inTables: boolean,
  fill: (conditional: Conditional, picture: Uint8Array, mask: Uint8Array) => Float64Array,
): Baseline => ({
  name,
  label,
  version: 1,
  learns: true,
  inTables,
  async fit(reader, between = async () => {}) {
    const { imageSize, channels } = reader
    if (imageSize ** 2 * channels > mostDimensions) return (picture) => new Float32Array(picture.length).fill(Number.NaN)
    const conditional = await conditionalOf(reader, between)
    const filled: FittedBaseline = (picture, mask) => {
      const missing = mask.includes(0) ? fill(conditional, picture, mask) : new Float64Array(0)
      const answer = toUnit(picture)
      for (let pixel = 0, from = 0; pixel < mask.length; pixel++) {
        if (mask[pixel] === 0) for (let c = 0; c < channels; c++) answer[pixel * channels + c] = missing[from++]!
      }
      return answer
    }
    return Object.assign(filled, {
      logDensity: (picture: Uint8Array, mask: Uint8Array) =>
        mask.includes(0) ? conditional.logDensity(picture, mask) : Number.NaN,
    })
  },
})

/** What a normal distribution of pictures expects of the missing ones, with its covariance shrunk towards the stationary one. */
export const gaussianExpectation = gaussian('gaussian', 'Gaussian, expected', true, (conditional, picture, mask) =>
  conditional.expectation(picture, mask),
)

/** One draw from it, the same every time for the same picture and mask. */
export const gaussianSample = gaussian('gaussian-sample', 'Gaussian, one sample', false, (conditional, picture, mask) => {
  let hash = 0x811c9dc5
  for (let i = 0; i < mask.length; i++) {
    const seen = mask[i] === 1 ? picture[(i * picture.length) / mask.length]! : 256
    hash = Math.imul(hash ^ seen, 0x01000193)
  }
  return conditional.sample(picture, mask, randomStream(hash >>> 0, 'gaussian sample'))
})
