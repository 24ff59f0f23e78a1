/** The golden values of `make_model_golden.py`, and its inputs made again from the same integer hash. */
import { readFileSync } from 'node:fs'
import type { RawBatch } from '../../src-trainer/model/batch.ts'
import type { StateTensor } from '../../src-trainer/model/model.ts'

interface GoldenLoss {
  loss: number
  mse: number
  tv: number
  tvFree: number
}

interface ModelGolden {
  size: number
  channels: number
  /** Of the slides' model. */
  options: { hiddenChannels: number; decoderWidth: number; decoderLayers: number }
  masks: { kind: 'random' | 'all' | 'none' | 'rectangle'; p: number | null }[]
  counts: { model: number; encoder: number; oneChannel: number }
  alpha: number
  beta: number
  learningRate: number
  missing: number
  imageBytesSum: number
  /** Before each of twenty Adam steps and after the last. */
  losses: GoldenLoss[]
  /** Of each picture's missing pixels after the last step, in dB; null where nothing is missing. */
  psnr: (number | null)[]
  /** Colours of picture 0, row 5, columns 0, 8, 16, 24: [column][channel]. */
  decoded: number[][]
  tensors: { name: string; shape: number[]; gradientNorm: number }[]
}

/** What PyTorch found for one model, and what it began with. */
export interface Golden {
  readonly golden: ModelGolden
  /** PyTorch's gradients at the start, by name, in PyTorch's layout. */
  readonly gradients: Map<string, Float32Array>
  /** The state dictionary the golden values start from, in PyTorch's layout. */
  readonly state: StateTensor[]
  /** The batch the golden values are for. */
  readonly batch: RawBatch
}

const here = (name: string) => new URL(name, import.meta.url)

/** @param name "model" for the slides', "model-small" for one that a slow engine trains in seconds */
export function loadGolden(name: 'model' | 'model-small'): Golden {
  const golden: ModelGolden = JSON.parse(readFileSync(here(`${name}.json`), 'utf8'))
  const gradients = readGradients(golden, readFileSync(here(`${name}-gradients.bin`)))
  return { golden, gradients, state: makeState(golden), batch: makeBatch(golden) }
}

function readGradients(golden: ModelGolden, bytes: Buffer): Map<string, Float32Array> {
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  let at = 0
  return new Map(
    golden.tensors.map(({ name, shape }) => {
      const count = shape.reduce((product, size) => product * size, 1)
      at += count
      return [name, all.subarray(at - count, at)]
    }),
  )
}

function hash(index: number, salt: number): number {
  let x = (index + Math.imul(salt, 0x9e3779b9)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

const uniform = (index: number, salt: number) => (hash(index, salt) >>> 8) / 0x1000000

function makeState(golden: ModelGolden): StateTensor[] {
  const layer = (name: string) => name.slice(0, name.lastIndexOf('.'))
  const fanIn = new Map(
    golden.tensors
      .filter(({ name }) => name.endsWith('weight'))
      .map(({ name, shape }) => [layer(name), shape.slice(1).reduce((product, size) => product * size, 1)]),
  )
  return golden.tensors.map(({ name, shape }, t) => {
    const bound = 1 / Math.sqrt(fanIn.get(layer(name))!)
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
    for (let i = 0; i < values.length; i++) values[i] = (uniform(i, t + 1) * 2 - 1) * bound
    return { name, shape, values }
  })
}

function makeBatch(golden: ModelGolden): RawBatch {
  const { size, channels, masks: kinds } = golden
  const images = new Uint8Array(kinds.length * size * size * channels)
  const masks = new Uint8Array(kinds.length * size * size)
  const inside = (i: number) => i >= size / 4 && i < (3 * size) / 4
  for (let place = 0; place < masks.length; place++) {
    const column = place % size
    const row = Math.floor(place / size) % size
    const picture = Math.floor(place / (size * size))
    for (let k = 0; k < channels; k++) {
      const i = place * channels + k
      images[i] = (16 * picture + 3 * row + 4 * column + 40 * k + (hash(i, 1001) & 31)) & 255
    }
    const { kind, p } = kinds[picture]!
    const known = { random: uniform(place, 1002) < (p ?? 0), all: false, none: true, rectangle: !(inside(row) && inside(column)) }
    masks[place] = known[kind] ? 1 : 0
  }
  return { images, masks }
}
