import { describe, expect, it } from 'vitest'
import type { SamplePanel } from '../../src-shared/runs.ts'
import { fitGallery, makeGallery } from './gallery.ts'

const panel: SamplePanel = {
  size: 2,
  channels: 1,
  count: 2,
  masks: [
    { spec: { kind: 'random', p: 0.5 }, outsideTraining: false },
    { spec: { kind: 'all', p: 0 }, outsideTraining: true },
  ],
  originals: Uint8Array.of(0, 50, 100, 150, 200, 210, 220, 230),
  maskData: Uint8Array.of(1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
}

describe('makeGallery', () => {
  it('finds each mask’s pictures and measures missing pixels alone', () => {
    const filled = Uint8Array.of(0, 101, 100, 150, 200, 210, 220, 230, 0, 50, 100, 150, 200, 210, 220, 230)
    const { rows, top } = makeGallery(panel, filled, 5)
    expect(rows.map((row) => row.length)).toEqual([2, 2])
    expect(rows[0]![0]!.psnr).toBeCloseTo(-20 * Math.log10(51 / 255), 4)
    expect(rows[0]![1]!.psnr).toBe(100)
    expect(top).toBe(0.2)
    expect(rows[0]![0]!.masked.pixels[7]).toBe(0)
    expect(rows[0]![0]!.masked.pixels[3]).toBe(255)
  })
  it('turns to later pictures', () => {
    const rows = makeGallery(panel, undefined, 5, 1).rows
    expect(rows.map((row) => row.length)).toEqual([1, 1])
    expect(rows[0]![0]!.original.pixels[0]).toBe(200)
  })
  it('shows what is known before the first samples', () => {
    const cell = makeGallery(panel, undefined, 1).rows[1]![0]!
    expect([cell.inpainted, cell.error, cell.psnr]).toEqual([undefined, undefined, undefined])
  })
})

describe('fitGallery', () => {
  it('fills the width with whole multiples, two pictures where they fit', () => {
    expect(fitGallery(535, 32, 8)).toEqual({ scale: 2, count: 2 })
    expect(fitGallery(810, 32, 8)).toEqual({ scale: 2, count: 3 })
    expect(fitGallery(795, 32, 8)).toEqual({ scale: 3, count: 2 })
    expect(fitGallery(270, 32, 8)).toEqual({ scale: 2, count: 1 })
    expect(fitGallery(600, 32, 1)).toEqual({ scale: 4, count: 1 })
    expect(fitGallery(300, 64, 8)).toEqual({ scale: 1, count: 1 })
    expect(fitGallery(-88, 32, 8)).toEqual({ scale: 1, count: 1 })
  })
})
