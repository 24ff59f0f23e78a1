import { expect, it } from 'vitest'
import { bringIntoView, fitPicture, pan, toPicture, zoom } from './viewport.ts'

it('shows the whole picture at a whole multiple, in the middle', () => {
  expect(fitPicture(32, 540)).toEqual({ scale: 16, left: 14, top: 14 })
  expect(fitPicture(128, 100)).toEqual({ scale: 1, left: -14, top: -14 })
})

it('zooms about the pointer, by whole multiples, and back to the whole picture', () => {
  const fit = fitPicture(32, 512)
  const at = { x: 100, y: 400 }
  const near = zoom(zoom(fit, 32, 512, 1, at), 32, 512, 1, at)
  expect(near.scale).toBe(22)
  const [before, after] = [toPicture(fit, at), toPicture(near, at)]
  expect(Math.abs(before.u - after.u)).toBeLessThan(0.1)
  expect(Math.abs(before.v - after.v)).toBeLessThan(0.1)
  expect(zoom(zoom(zoom(near, 32, 512, -1, at), 32, 512, -1, at), 32, 512, -1, at)).toEqual(fit)
})

it('never leaves the window empty beside a larger picture, and follows the cursor', () => {
  const near = { scale: 32, left: -100, top: -100 }
  expect(pan(near, 32, 512, 9999, -9999)).toEqual({ scale: 32, left: 0, top: -512 })
  expect(pan(fitPicture(32, 540), 32, 540, 50, 50)).toEqual(fitPicture(32, 540))
  expect(bringIntoView(near, 32, 512, { x: 31, y: 0 })).toEqual({ scale: 32, left: -512, top: 0 })
})
