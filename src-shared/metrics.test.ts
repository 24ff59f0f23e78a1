import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compose, compositePsnr, exactMatchDecibel, maskedMse, maskedPsnr, ssim } from './metrics.ts'

interface Case {
  name: string
  height: number
  width: number
  channels: number
  image: string
  prediction: string
  mask: string
  expected: { maskedMse: number | null; maskedPsnr: number | null; compositePsnr: number; ssim: number }
}
const golden = JSON.parse(readFileSync(new URL('../tests/golden/metrics.json', import.meta.url), 'utf8')) as { cases: Case[] }
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const agrees = (actual: number, expected: number | null) =>
  expected === null ? expect(actual).toBeNaN() : expect(Math.abs(actual - expected)).toBeLessThan(1e-6)

describe('metrics equal scikit-image', () => {
  it.each(golden.cases)('$name', ({ height, width, channels, expected, ...files }) => {
    const image = Float32Array.from(bytes(files.image), (byte) => byte / 255)
    const prediction = Float32Array.from(bytes(files.prediction), (byte) => (byte - 32) / 192)
    const mask = bytes(files.mask)
    agrees(maskedMse(prediction, image, mask, channels), expected.maskedMse)
    agrees(maskedPsnr(prediction, image, mask, channels), expected.maskedPsnr)
    agrees(compositePsnr(prediction, image, mask, channels), expected.compositePsnr)
    agrees(ssim(compose(prediction, image, mask, channels), image, height, width, channels), expected.ssim)
  })
})

it('takes bytes as /255', () => {
  const truth = Uint8Array.of(0, 51, 255, 102)
  const prediction = Uint8Array.of(255, 0, 255, 102)
  const mask = Uint8Array.of(1, 0, 0, 1)
  expect(maskedMse(prediction, truth, mask, 1)).toBeCloseTo(0.04 / 2, 12)
  expect(maskedPsnr(truth, truth, mask, 1)).toBe(exactMatchDecibel)
})
