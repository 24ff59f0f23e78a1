import type { Face } from './text.ts'

/** A corner and a size, in points. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

type Attributes = Readonly<Record<string, string | number | undefined>>

export interface TextLook {
  readonly size: number
  readonly face?: Face
  readonly fill: string
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Degrees clockwise about the text's own place. */
  readonly turned?: number
}

export interface Stroke {
  readonly colour: string
  readonly width: number
  readonly dash?: readonly number[]
  readonly opacity?: number
}

const faces: Record<Face, Attributes> = {
  regular: { 'font-family': 'Inter', 'font-weight': 400 },
  strong: { 'font-family': 'Inter', 'font-weight': 600 },
  mono: { 'font-family': 'JetBrains Mono', 'font-weight': 400 },
}

/** Two decimals are a 7,000th of an inch. */
const short = (value: number) => String(Math.round(value * 100) / 100 + 0)

/** Text as XML takes it: what no document may contain is left out. */
export const escapeXml = (text: string) =>
  text
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

function attributes(values: Attributes): string {
  let out = ''
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) out += ` ${name}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`
  }
  return out
}

/** Collects a figure's elements in the order they are drawn. The same calls give the same text. */
export class SvgCanvas {
  readonly #parts: string[] = []
  readonly #clips: string[] = []

  #add(name: string, values: Attributes, content?: string): void {
    this.#parts.push(
      content === undefined ? `<${name}${attributes(values)}/>` : `<${name}${attributes(values)}>${content}</${name}>`,
    )
  }

  rect({ x, y, width, height }: Box, look: { fill?: string; opacity?: number; stroke?: Stroke; radius?: number }): void {
    const { fill = 'none', opacity, stroke, radius } = look
    this.#add('rect', { x, y, width, height, rx: radius, fill, 'fill-opacity': opacity, ...strokeOf(stroke) })
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void {
    this.#add('line', { x1, y1, x2, y2, ...strokeOf(stroke) })
  }

  /** A line through at least two points; of one, a dot as wide as the line. */
  polyline(points: readonly { readonly x: number; readonly y: number }[], stroke: Stroke): void {
    if (points.length === 0) return
    if (points.length === 1) {
      const [{ x, y }] = points as [{ x: number; y: number }]
      this.#add('circle', { cx: x, cy: y, r: stroke.width, fill: stroke.colour, 'fill-opacity': stroke.opacity })
      return
    }
    const text = points.map(({ x, y }) => `${short(x)},${short(y)}`).join(' ')
    this.#add('polyline', {
      points: text,
      fill: 'none',
      ...strokeOf(stroke),
      'stroke-linejoin': 'round',
      'stroke-linecap': 'round',
    })
  }

  polygon(points: readonly (readonly [number, number])[], fill: string): void {
    this.#add('polygon', { points: points.map(([x, y]) => `${short(x)},${short(y)}`).join(' '), fill })
  }

  circle(x: number, y: number, radius: number, look: { fill?: string; stroke?: Stroke }): void {
    this.#add('circle', { cx: x, cy: y, r: radius, fill: look.fill ?? 'none', ...strokeOf(look.stroke) })
  }

  /** `x`, `y`: where its baseline begins, or its middle or end. */
  text(text: string, x: number, y: number, { size, face = 'regular', fill, anchor = 'start', turned }: TextLook): void {
    if (text === '') return
    const place =
      turned === undefined ? { x, y } : { x: 0, y: 0, transform: `translate(${short(x)} ${short(y)}) rotate(${short(turned)})` }
    const anchored = anchor === 'start' ? undefined : anchor
    this.#add(
      'text',
      { ...place, ...faces[face], 'font-size': size, fill, 'text-anchor': anchored, 'xml:space': 'preserve' },
      escapeXml(text),
    )
  }

  /** A PNG as a data URI. */
  image({ x, y, width, height }: Box, href: string): void {
    this.#add('image', { x, y, width, height, href, preserveAspectRatio: 'none', 'image-rendering': 'pixelated' })
  }

  /** What `draw` draws is seen inside the box alone. */
  clipped({ x, y, width, height }: Box, draw: () => void): void {
    const id = `clip${this.#clips.length + 1}`
    this.#clips.push(`<clipPath id="${id}"><rect${attributes({ x, y, width, height })}/></clipPath>`)
    this.#parts.push(`<g clip-path="url(#${id})">`)
    draw()
    this.#parts.push('</g>')
  }

  /** Everything drawn so far, one element a line. */
  content(): string {
    const clips = this.#clips.length > 0 ? [`<defs>${this.#clips.join('')}</defs>`] : []
    return [...clips, ...this.#parts].join('\n')
  }
}

function strokeOf(stroke: Stroke | undefined): Attributes {
  if (!stroke) return {}
  const { colour, width, dash = [], opacity } = stroke
  return {
    stroke: colour,
    'stroke-width': width,
    'stroke-dasharray': dash.length > 0 ? dash.map((length) => short(length * width)).join(' ') : undefined,
    'stroke-opacity': opacity,
  }
}
