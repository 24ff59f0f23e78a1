import { type Face, textWidth } from './text.ts'

export interface SvgElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Of elements that hold text alone. */
  readonly text: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
const unescaped = (text: string) =>
  text.replace(/&([^;]*);?/g, (whole, name) => {
    const meant = entities[name]
    if (!meant) throw new Error(`"${whole}" is no entity`)
    return meant
  })

/** Reads a document as strictly as XML asks. @throws an error saying what is not well formed */
export function parseSvg(document: string): SvgElement[] {
  const elements: SvgElement[] = []
  const open: { name: string; index: number }[] = []
  const token = /<\?xml[^>]*\?>\n|<\/([a-zA-Z]+)>|<([a-zA-Z]+)((?: [a-zA-Z][\w:-]*="[^"<]*")*)(\/?)>|([^<]+)/gy
  let at = 0
  for (let match = token.exec(document); match; match = token.exec(document)) {
    at = token.lastIndex
    const [, closed, opened, attributes, alone, text] = match
    if (closed !== undefined) {
      const last = open.pop()
      if (last?.name !== closed) throw new Error(`</${closed}> closes <${last?.name}>`)
    } else if (opened !== undefined) {
      const pairs = [...attributes!.matchAll(/ ([a-zA-Z][\w:-]*)="([^"]*)"/g)].map(
        ([, name, value]) => [name!, unescaped(value!)] as const,
      )
      if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`<${opened}> names an attribute twice`)
      elements.push({ name: opened, attributes: Object.fromEntries(pairs), text: '' })
      if (alone === '') open.push({ name: opened, index: elements.length - 1 })
    } else if (text !== undefined && open.length > 0) {
      const { index } = open.at(-1)!
      elements[index] = { ...elements[index]!, text: elements[index]!.text + unescaped(text) }
    }
  }
  if (at !== document.length || open.length > 0)
    throw new Error(`not well formed after ${JSON.stringify(document.slice(at, at + 80))}`)
  return elements
}

export interface TextBox {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where each level line of text stands, from a capital's height to the baseline. */
export function textBoxes(elements: readonly SvgElement[]): TextBox[] {
  return elements
    .filter(({ name, attributes }) => name === 'text' && !attributes.transform)
    .map(({ attributes, text }) => {
      const face: Face =
        attributes['font-family'] === 'JetBrains Mono' ? 'mono' : attributes['font-weight'] === '600' ? 'strong' : 'regular'
      const size = Number(attributes['font-size'])
      const width = textWidth(text, size, face)
      const share = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start']!
      const [x, y] = [Number(attributes.x), Number(attributes.y)]
      return { text, left: x - share * width, right: x + (1 - share) * width, top: y - 0.7 * size, bottom: y }
    })
}

/** What a person would see at once: text beyond the page's edge, and text upon text. */
export function misplaced(svg: string): string[] {
  const elements = parseSvg(svg)
  const [, , width, height] = elements[0]!.attributes.viewBox!.split(' ').map(Number) as [number, number, number, number]
  const boxes = textBoxes(elements)
  const slack = 0.1
  const outside = boxes.filter(
    ({ left, right, top, bottom }) => left < -slack || right > width + slack || top < -slack || bottom > height + slack,
  )
  const upon = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack && b.top < a.bottom - slack)
      .map((b) => `"${a.text}" upon "${b.text}"`),
  )
  return [...outside.map(({ text }) => `"${text}" leaves the page`), ...upon]
}
