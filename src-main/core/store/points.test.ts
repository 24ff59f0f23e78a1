import { expect, test } from 'vitest'
import { type RandomStream, randomStream } from '../../../src-shared/random.ts'
import { plainChunk } from './fixtures.ts'
import { concatPoints, type PackedPoints, packPoints, unpackPoints } from './points.ts'
import type { SeriesData } from './run-store.ts'

const pack = (points: SeriesData): PackedPoints => ({ count: points.steps.length, points: packPoints(points) })

/** The first place where columns differ, NaN being itself and −0 not 0; undefined when there is none. */
function difference(got: SeriesData, expected: SeriesData): string | undefined {
  for (const name of ['steps', 'times', 'values'] as const) {
    if (got[name].length !== expected[name].length) return `${got[name].length} ${name}, not ${expected[name].length}`
    const at = expected[name].findIndex((number, i) => !Object.is(number, got[name][i]))
    if (at >= 0) return `${name}[${at}] is ${got[name][at]}, not ${expected[name][at]}`
  }
  return undefined
}

const pick = (random: RandomStream, numbers: readonly number[]) => numbers[random.below(numbers.length)]!

/** What a column can look like, by how its numbers are drawn. */
const kinds: Record<string, (random: RandomStream) => (i: number) => number> = {
  consecutive: () => (i) => i + 1,
  'backwards by ten': () => (i) => -10 * (i + 1),
  constant: () => () => 0,
  'times of steps': (random) => (i) => 1.79e12 + 200 * i + random.below(90),
  'times of slow steps': (random) => (i) => 1.79e12 + 30_000 * i + random.below(20_000),
  'times with a pause': (random) => (i) => 1.79e12 + 200 * i + random.below(90) + (i > 5 ? 8.64e7 : 0),
  'times with a pause of a year': (random) => (i) => 1.79e12 + 200 * i + random.below(90) + (i > 5 ? 3.2e10 : 0),
  'times of a clock set back': (random) => (i) => 1.79e12 + 200 * i + random.below(90) - (i > 5 ? 3.6e6 : 0),
  'times with fractions': (random) => (i) => 1.79e12 + 200 * i + random.uniform(),
  'whole, as large as they get': (random) => () => pick(random, [1, -1]) * (2 ** 53 - random.below(3)),
  'whole, at the limit': (random) => () => pick(random, [1, -1]) * (2 ** 50 - random.below(3)),
  'bytes, and what no longer is one': (random) => () => pick(random, [0, 255, 256]),
  float32: (random) => () => Math.fround(random.uniform()),
  float64: (random) => () => random.uniform() / 3,
  'float32 but for one': (random) => (i) => (i === 99 ? 0.1 : Math.fround(random.uniform())),
  'not finite': (random) => () => pick(random, [Number.NaN, Infinity, -Infinity, 0.5]),
  zeros: (random) => () => pick(random, [0, -0]),
  'the least and the most': (random) => () => pick(random, [5e-324, Number.MAX_VALUE, 2 ** -149, 3.4028234663852886e38]),
}

test('random columns of every kind, in packed and plain chunks one after another, come out as they went in', () => {
  const random = randomStream(7, 'points test')
  const names = Object.keys(kinds)
  const lengths = [1, 2, 3, 5, 40, 100, 1000]
  const column = (length: number) => {
    const draw = kinds[names[random.below(names.length)]!]!(random)
    return Float64Array.from({ length }, (_, i) => draw(i))
  }
  for (let turn = 0; turn < 1000; turn++) {
    const parts = Array.from({ length: 1 + random.below(3) }, (): SeriesData => {
      const length = lengths[random.below(lengths.length)]!
      return { steps: column(length), times: column(length), values: column(length) }
    })
    const chunks = parts.map((part) => (random.below(4) === 0 ? plainChunk(part) : pack(part)))
    const all = concatPoints(parts)
    expect(difference(unpackPoints(chunks, all.steps.length), all)).toBeUndefined()
    for (const { count, points } of chunks) expect(points.byteLength).toBeLessThanOrEqual(24 * count)
  }
})

test('a column takes the bytes that its numbers need, whatever the others are', () => {
  const random = randomStream(1, 'sizes')
  const bytes = (steps: string, times: string, values: string) => {
    const [a, b, c] = [steps, times, values].map((name) => Float64Array.from({ length: 4096 }, (_, i) => kinds[name]!(random)(i)))
    return packPoints({ steps: a!, times: b!, values: c! }).byteLength
  }
  const heads = 8 + 16 + 16
  expect(bytes('consecutive', 'times of steps', 'float32')).toBe(heads + 4096 * (0 + 1 + 4))
  expect(bytes('backwards by ten', 'times of slow steps', 'float32')).toBe(heads + 4096 * (0 + 2 + 4))
  expect(bytes('consecutive', 'times with a pause', 'not finite')).toBe(heads + 4096 * (0 + 4 + 4))
  expect(bytes('consecutive', 'times of a clock set back', 'zeros')).toBe(heads + 4096 * (0 + 4 + 4))
  expect(bytes('consecutive', 'times with a pause of a year', 'float64')).toBe(heads - 16 + 4096 * (0 + 8 + 8))
  expect(bytes('consecutive', 'times with fractions', 'float32 but for one')).toBe(heads - 16 + 4096 * (0 + 8 + 8))
  expect(bytes('consecutive', 'times of steps', 'bytes, and what no longer is one')).toBe(heads + 16 + 4096 * (0 + 1 + 2))
  expect(bytes('consecutive', 'times of steps', 'constant')).toBe(heads + 16 + 4096)
  expect(bytes('float64', 'float64', 'float64')).toBe(4096 * 24)
})

/** Bytes by hand, so that databases written once are read for ever. */
test('a chunk is laid out as it always was', () => {
  const steps = Float64Array.of(10, 12, 14, 16, 18)
  const times = Float64Array.of(1000, 1005, 1300, 1305, 1310) // differences of 5, and one of 5 + 0x0122
  const values = Float64Array.of(1, -2, 0.5, Number.NaN, -0)
  const hex = [
    '10 12 02 00 00 00 00 00', // codes
    '00 00 00 00 00 00 24 40  00 00 00 00 00 00 00 40', // 10, by 2
    '00 00 00 00 00 40 8f 40  00 00 00 00 00 00 14 40', // 1000, by 5
    '00 00 00 00 22 01 00 00  00 00 00 00 00 00 00 00',
    '00 00 80 3f 00 00 00 c0  00 00 00 3f 00 00 c0 7f',
    '00 00 00 80 00 00 00 00',
  ]
  const packed = Buffer.from(hex.join('').replaceAll(' ', ''), 'hex')
  expect(packPoints({ steps, times, values }).toString('hex')).toBe(packed.toString('hex'))
  expect(difference(unpackPoints([{ count: 5, points: packed }], 5), { steps, times, values })).toBeUndefined()
  expect(difference(unpackPoints([plainChunk({ steps, times, values })], 5), { steps, times, values })).toBeUndefined()

  const within = Buffer.concat([Buffer.alloc(3), packed])
  const unaligned = new Uint8Array(within.buffer, within.byteOffset + 3, packed.byteLength)
  expect(difference(unpackPoints([{ count: 5, points: unaligned }], 5), { steps, times, values })).toBeUndefined()
})

test('a chunk packed in a way that is none is told as damage', () => {
  const points = Buffer.alloc(64)
  points.set([16, 19, 2])
  expect(() => unpackPoints([{ count: 5, points }], 5)).toThrow('packed in way 19, which is none; restore a backup')
})
