import { decode } from 'fast-png'
import { expect, it } from 'vitest'
import { pictureRaster, rasterUri } from './raster.ts'

const decoded = (uri: string) => decode(Buffer.from(uri.replace('data:image/png;base64,', ''), 'base64'))

it('repeats every pixel as often as asked for, grey as three colours alike', () => {
  const { width, height, data } = decoded(rasterUri(pictureRaster(Uint8Array.of(0, 255, 128, 7), 2, 1), 3, 4))
  expect([width, height]).toEqual([6, 6])
  const at = (x: number, y: number) => [...data.slice((y * 6 + x) * 3, (y * 6 + x) * 3 + 3)]
  expect([at(0, 0), at(2, 2), at(3, 0), at(2, 3), at(5, 5)]).toEqual([0, 0, 255, 128, 7].map((v) => [v, v, v]))
})

it('hatches missing pixels, never black, in lines that run on from one pixel to the next', () => {
  const white = new Uint8Array(4 * 3).fill(255)
  const { data } = decoded(rasterUri(pictureRaster(white, 2, 3, Uint8Array.of(0, 0, 1, 0)), 4, 4))
  const at = (x: number, y: number) => data[(y * 8 + x) * 3]!
  const row = (y: number) => Array.from({ length: 8 }, (_, x) => at(x, y))
  expect(row(0)).toEqual([163, 163, 236, 236, 163, 163, 236, 236])
  expect(row(7)).toEqual([255, 255, 255, 255, 163, 163, 236, 236])
})
