import { writeFileSync } from 'node:fs'
import { randomStream } from '../src-shared/random.ts'

/** What every subject trains on: the same pictures and masks, from the same weights, in one file that Python can read too. */
export interface Workload {
  readonly batch: number
  /** Sets of masks, taken in turn. */
  readonly maskSets: number
  readonly imageSize: number
  readonly channels: number
  /** Missing pixels of each set. */
  readonly missing: readonly number[]
  readonly tensors: readonly { name: string; shape: readonly number[] }[]
}

export const IMAGE_SIZE = 32
export const CHANNELS = 3
const MASK_SETS = 4

/** Pictures with some structure and, as in training, masks with p ~ U(0.1, 0.9). */
function makePictures(batch: number): { images: Uint8Array; masks: Uint8Array; missing: number[] } {
  const random = randomStream(2022, 'bench')
  const pixels = IMAGE_SIZE * IMAGE_SIZE
  const images = Uint8Array.from({ length: batch * pixels * CHANNELS }, (_, i) => {
    const place = Math.floor(i / CHANNELS) % pixels
    return (40 * (i % CHANNELS) + 3 * Math.floor(place / IMAGE_SIZE) + 4 * (place % IMAGE_SIZE) + 60 * random.uniform()) & 255
  })
  const masks = new Uint8Array(MASK_SETS * batch * pixels)
  const missing: number[] = []
  for (let set = 0; set < MASK_SETS; set++) {
    let count = 0
    for (let picture = 0; picture < batch; picture++) {
      const p = 0.1 + 0.8 * random.uniform()
      for (let i = 0; i < pixels; i++) {
        const known = random.uniform() < p ? 1 : 0
        masks[(set * batch + picture) * pixels + i] = known
        count += 1 - known
      }
    }
    missing.push(count)
  }
  return { images, masks, missing }
}

/** Writes FILE.json and FILE.bin: images, masks, then the weights in PyTorch's layout. */
export function writeWorkload(
  file: string,
  batch: number,
  state: readonly { name: string; shape: readonly number[]; values: Float32Array }[],
): Workload {
  const { images, masks, missing } = makePictures(batch)
  const tensors = state.map(({ name, shape }) => ({ name, shape }))
  const workload: Workload = { batch, maskSets: MASK_SETS, imageSize: IMAGE_SIZE, channels: CHANNELS, missing, tensors }
  const weights = state.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  writeFileSync(`${file}.bin`, Buffer.concat([images, masks, ...weights]))
  writeFileSync(`${file}.json`, JSON.stringify(workload))
  return workload
}

/** Multiply-adds of the slides' model as it is best computed: the code once a picture, only missing pixels decoded. */
export function trainingGigaflops({ batch, missing }: Workload): number {
  const pixels = IMAGE_SIZE * IMAGE_SIZE
  const [c, h, w] = [CHANNELS, 32, 128]
  const conv = (inputs: number, outputs: number, taps = 9) => taps * inputs * outputs
  const first = conv(c, h) + conv(c, h, 1) // whose input needs no gradient
  const encoder = 3 * conv(h, h) + conv(h, c) + conv(c, c) + conv(h, c, 1)
  const code = pixels * c * w
  const perPixel = 3 * w * w + w * c
  const average = missing.reduce((sum, count) => sum + count, 0) / missing.length
  const adds = batch * (pixels * (2 * first + 3 * encoder) + 3 * code) + average * (3 * perPixel + 2 * 2 * w)
  return (2 * adds) / 1e9
}
