import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../../../../src-shared/random.ts'
import { renderFace } from './render.ts'

const SIZE = 32
const PIXELS = SIZE * SIZE
const TRAINING = 400
const TESTED = 60

function face(picture: number, seed = 1): Uint8Array {
  const target = new Uint8Array(PIXELS * 3)
  renderFace(seed, picture, SIZE, target)
  return target
}

const decibels = (squared: number, count: number) => 10 * Math.log10(count / (squared / 255 ** 2))
const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Masked PSNR of filling each missing pixel with its nearest known one. */
function nearestPsnr(picture: Uint8Array, p: number, index: number): number {
  const random = randomStream(3, 'test-mask', index)
  const known = Array.from({ length: PIXELS }, () => random.uniform() < p)
  const places = known.flatMap((isKnown, pixel) => (isKnown ? [pixel] : []))
  let squared = 0
  let missing = 0
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    if (known[pixel]) continue
    missing++
    const away = (place: number) => ((place % SIZE) - (pixel % SIZE)) ** 2 + ((place >> 5) - (pixel >> 5)) ** 2
    const nearest = places.reduce((best, place) => (away(place) < away(best) ? place : best))
    for (let channel = 0; channel < 3; channel++)
      squared += (picture[pixel * 3 + channel]! - picture[nearest * 3 + channel]!) ** 2
  }
  return decibels(squared, missing * 3)
}

describe('synthetic faces', () => {
  test('a picture depends on the seed and its number alone', () => {
    const once = face(7)
    face(8)
    expect(face(7)).toEqual(once)
    expect(face(7, 2)).not.toEqual(once)
    expect(face(8)).not.toEqual(once)
    expect(new Set(Array.from({ length: 50 }, (_, i) => createHash('sha1').update(face(i)).digest('hex'))).size).toBe(50)
  })

  test('the mean picture and the nearest pixel fail on them as on photographs', () => {
    const mean = new Float64Array(PIXELS * 3)
    for (let i = 0; i < TRAINING; i++) for (const [k, value] of face(i).entries()) mean[k] = mean[k]! + value / TRAINING
    const tested = Array.from({ length: TESTED }, (_, i) => face(TRAINING + i))
    const byMean = average(
      tested.map((picture) =>
        decibels(
          picture.reduce((sum, value, k) => sum + (value - mean[k]!) ** 2, 0),
          PIXELS * 3,
        ),
      ),
    )
    expect(byMean).toBeGreaterThan(12)
    expect(byMean).toBeLessThan(17)
    const byNearest = average(tested.map((picture, i) => nearestPsnr(picture, 0.5, i)))
    expect(byNearest).toBeGreaterThan(18)
    expect(byNearest).toBeLessThan(25)
  })

  test('paints the same scene at another size', () => {
    const large = new Uint8Array(64 * 64 * 3)
    renderFace(1, 5, 64, large)
    const small = face(5)
    let difference = 0
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE * 3; x++) {
        const at = (row: number, column: number) => large[(row * 64 + column * 2) * 3 + (x % 3)]!
        const column = Math.floor(x / 3)
        const block = [at(2 * y, column), at(2 * y + 1, column), large[(2 * y * 64 + column * 2 + 1) * 3 + (x % 3)]!]
        difference += Math.abs(average(block) - small[y * SIZE * 3 + x]!)
      }
    }
    expect(difference / small.length).toBeLessThan(8)
  })
})
