/** An element of a figure's SVG. */
export interface SvgElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (SvgElement | string)[]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const resolveEntities = (text: string) =>
  text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
    return entities[name] ?? whole
  })

/** A comment, declaration, tag or stretch of text. */
const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy
const attribute = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * The root of a document in plain XML, as we write it: no document type, no CDATA.
 *
 * @throws an error that names the place of what is none of that
 */
export function parseXml(text: string): SvgElement {
  const top = { name: '', attributes: {}, children: [] as (SvgElement | string)[] }
  const open = [top]
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (!found) throw new Error(`cannot read the XML at character ${at}: ${text.slice(at, at + 60)}`)
    const [, closing, name, attributes, empty, words] = found
    const parent = open.at(-1)!
    if (words !== undefined) parent.children.push(resolveEntities(words))
    else if (closing) {
      if (parent.name !== name || open.length === 1) throw new Error(`</${name}> at character ${at} closes nothing`)
      open.pop()
    } else if (name !== undefined) {
      const given = [...attributes!.matchAll(attribute)].map(([, key, a, b]) => [key!, resolveEntities(a ?? b ?? '')] as const)
      const element = { name, attributes: Object.fromEntries(given), children: [] as (SvgElement | string)[] }
      parent.children.push(element)
      if (!empty) open.push(element)
    }
  }
  const root = top.children.find((child) => typeof child !== 'string')
  if (open.length > 1 || !root) throw new Error('expected one whole element')
  return root
}

/** The tree of an SVG that `src-shared/figures` drew. */
export function parseSvg(text: string): SvgElement {
  const root = parseXml(text)
  if (root.name !== 'svg') throw new Error(`expected an <svg>, got <${root.name}>`)
  return root
}

export const elementsOf = ({ children }: SvgElement): SvgElement[] => children.filter((child) => typeof child !== 'string')

/** All text within an element. */
export const textOf = ({ children }: SvgElement): string =>
  children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
