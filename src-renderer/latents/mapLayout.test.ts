import { expect, it } from 'vitest'
import { fitMap, nearestOnScreen, nextPoint, pointsOf, toScreen, zoomMap } from './mapLayout.ts'

const points = pointsOf(Float32Array.of(0, 0, 9, 4, 0, 9, 0, 2, 9, 4, 2, 9), 3, [0, 1])

it('fits all points with one scale for both axes, y upwards', () => {
  const view = fitMap(points, 240, 240, 20)
  expect(toScreen(view, points[0]!)).toEqual({ x: 20, y: 170 })
  expect(toScreen(view, points[3]!)).toEqual({ x: 220, y: 70 })
})

it('zooms about a point, and finds what is pointed at', () => {
  const view = fitMap(points, 240, 240, 20)
  const at = { x: 220, y: 70 }
  const near = zoomMap(view, 2, at)
  expect(toScreen(near, points[3]!)).toEqual(at)
  expect(nearestOnScreen(points, near, { x: 215, y: 72 }, 12)).toBe(3)
  expect(nearestOnScreen(points, near, { x: 180, y: 110 }, 12)).toBeUndefined()
})

it('goes to the next point in a direction, and stays where there is none', () => {
  expect(nextPoint(points, 0, [1, 0])).toBe(1)
  expect(nextPoint(points, 0, [0, 1])).toBe(2)
  expect(nextPoint(points, 0, [-1, 0])).toBe(0)
})
