import type { SvgElement } from './parse.ts'

/** Properties that an element takes from those around it, with what holds at the top. */
const inherited = {
  fill: '#000000',
  stroke: 'none',
  'stroke-width': '1',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-dasharray': 'none',
  'stroke-miterlimit': '4',
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'fill-rule': 'nonzero',
  'font-family': 'Inter',
  'font-size': '16',
  'font-weight': '400',
  'text-anchor': 'start',
}
export type Style = Readonly<Record<keyof typeof inherited, string>>

export const initialStyle: Style = inherited

/** The style inside an element that stands in one of style `outer`. */
export function inherit(outer: Style, { attributes }: SvgElement): Style {
  const own = Object.entries(attributes).filter(([name]) => name in inherited)
  return own.length === 0 ? outer : { ...outer, ...Object.fromEntries(own) }
}
