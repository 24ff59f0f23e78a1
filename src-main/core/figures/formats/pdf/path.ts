import { number } from './document.ts'

/** Where a circle's Bézier handles stand, in radii: 4/3·(√2 − 1). */
const circleHandle = (4 / 3) * (Math.SQRT2 - 1)

const at = (...values: number[]): string => values.map(number).join(' ')

/** How many numbers each command of a path takes, and the PDF operator that does the same. */
const commands: Readonly<Record<string, { readonly numbers: number; readonly operator: string }>> = {
  M: { numbers: 2, operator: 'm' },
  L: { numbers: 2, operator: 'l' },
  C: { numbers: 6, operator: 'c' },
  Z: { numbers: 0, operator: 'h' },
}

/** @throws an error for a command that figures do not use */
export function pathOperators(data: string): string {
  const parts = data.match(/[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? []
  const out: string[] = []
  let command = ''
  for (let i = 0; i < parts.length; ) {
    if (/[a-zA-Z]/.test(parts[i]!)) command = parts[i++]!
    // Pairs that follow a move's first are lines to.
    else if (command === 'M') command = 'L'
    const known = commands[command]
    if (!known || (known.numbers === 0 && i < parts.length && !/[a-zA-Z]/.test(parts[i]!))) {
      throw new Error(`cannot draw the path command "${command}": expected M, L, C or Z`)
    }
    const values = parts.slice(i, i + known.numbers).map(Number)
    i += known.numbers
    out.push(`${at(...values)} ${known.operator}`.trim())
  }
  return out.join('\n')
}

export function pointsOperators(points: string, closed: boolean): string {
  const numbers = points
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const out: string[] = []
  for (let i = 0; i + 1 < numbers.length; i += 2) out.push(`${at(numbers[i]!, numbers[i + 1]!)} ${i === 0 ? 'm' : 'l'}`)
  return closed ? `${out.join('\n')}\nh` : out.join('\n')
}

export function ellipseOperators(x: number, y: number, rx: number, ry: number): string {
  const [hx, hy] = [rx * circleHandle, ry * circleHandle]
  return [
    `${at(x + rx, y)} m`,
    `${at(x + rx, y + hy, x + hx, y + ry, x, y + ry)} c`,
    `${at(x - hx, y + ry, x - rx, y + hy, x - rx, y)} c`,
    `${at(x - rx, y - hy, x - hx, y - ry, x, y - ry)} c`,
    `${at(x + hx, y - ry, x + rx, y - hy, x + rx, y)} c`,
    'h',
  ].join('\n')
}

export function rectangleOperators(x: number, y: number, width: number, height: number, radius: number): string {
  if (radius <= 0) return `${at(x, y, width, height)} re`
  const r = Math.min(radius, width / 2, height / 2)
  const k = r * (1 - circleHandle)
  const [right, bottom] = [x + width, y + height]
  return [
    `${at(x + r, y)} m`,
    `${at(right - r, y)} l`,
    `${at(right - k, y, right, y + k, right, y + r)} c`,
    `${at(right, bottom - r)} l`,
    `${at(right, bottom - k, right - k, bottom, right - r, bottom)} c`,
    `${at(x + r, bottom)} l`,
    `${at(x + k, bottom, x, bottom - k, x, bottom - r)} c`,
    `${at(x, y + r)} l`,
    `${at(x, y + k, x + k, y, x + r, y)} c`,
    'h',
  ].join('\n')
}
