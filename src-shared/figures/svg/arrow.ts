import type { SvgCanvas } from './canvas.ts'
import { palette } from './palette.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/**
 * An arrow along lines that are level or upright, in the ink of what joins boxes.
 *
 * @param path from its start to its tip
 * @param size of the text beside it
 * @param line width of the page's lines
 */
export function drawArrow(canvas: SvgCanvas, path: readonly Point[], size: number, line: number): void {
  const tip = path.at(-1)!
  const before = path.at(-2)!
  const [dx, dy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)]
  const back = (length: number): Point => ({ x: tip.x - dx * length, y: tip.y - dy * length })
  canvas.polyline([...path.slice(0, -1), back(size * 0.3)], { colour: palette.ink2, width: line * 0.7 })
  const [base, half] = [back(size * 0.45), size * 0.28]
  canvas.polygon(
    [
      [tip.x, tip.y],
      [base.x - dy * half, base.y - dx * half],
      [base.x + dy * half, base.y + dx * half],
    ],
    palette.ink2,
  )
}
