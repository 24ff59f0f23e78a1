import { posix } from 'node:path'
import { decode } from 'fast-png'
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import type { RenderedDeck } from '../../../../src-shared/figures/rendered.ts'
import { everyElement } from '../fixtures.ts'
import { elementsOf, parseXml, type SvgElement, textOf } from '../svg/parse.ts'
import { writeDeck } from './deck.ts'

const deck: RenderedDeck = {
  title: 'slides-3',
  metadata: { run: 'a1b2', seed: '3' },
  slides: [
    { title: 'Training curve, β & α', notes: 'run a1b2\n\nseed 3 <4>', figure: everyElement },
    { title: 'Again', figure: { ...everyElement, width: 120, height: 240 } },
  ],
}
const files = unzipSync(await writeDeck(deck))
const words = new TextDecoder()
const read = (name: string) => parseXml(words.decode(files[name]))
const all = (element: SvgElement, name: string): SvgElement[] =>
  elementsOf(element).flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])

it('is the same bytes when written again, wherever and whenever', async () => {
  const zone = process.env.TZ
  process.env.TZ = 'Asia/Seoul'
  const again = await writeDeck(structuredClone(deck))
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  expect(Buffer.compare(await writeDeck(deck), again)).toBe(0)
})

it('names every part’s type and only parts that are there', () => {
  const types = read('[Content_Types].xml')
  const typed = all(types, 'Override').map(({ attributes }) => attributes.PartName!.slice(1))
  const extensions = all(types, 'Default').map(({ attributes }) => attributes.Extension!)
  expect(typed.filter((name) => !files[name])).toEqual([])
  const untyped = Object.keys(files).filter((name) => !typed.includes(name) && !/\.(rels|png|svg)$/.test(name))
  expect(untyped).toEqual(['[Content_Types].xml'])
  expect(extensions).toEqual(expect.arrayContaining(['rels', 'png', 'svg']))
  for (const name of Object.keys(files).filter((file) => file.endsWith('.rels'))) {
    const folder = posix.dirname(posix.dirname(name))
    for (const { attributes } of all(read(name), 'Relationship')) {
      expect(files, `${name}: ${attributes.Target}`).toHaveProperty([posix.join(folder, attributes.Target!)])
    }
  }
})

it('has a slide a figure: its title to edit, its notes, its picture as SVG over PNG, whole and in proportion', () => {
  const slide = read('ppt/slides/slide1.xml')
  const [title] = all(slide, 'p:sp')
  expect(all(title!, 'p:ph')[0]!.attributes.type).toBe('title')
  expect(textOf(title!)).toBe('Training curve, β & α')
  const notes = all(read('ppt/notesSlides/notesSlide1.xml'), 'a:p').map(textOf)
  expect(notes).toEqual(['run a1b2', '', 'seed 3 <4>'])

  const targets = all(read('ppt/slides/_rels/slide1.xml.rels'), 'Relationship').map(({ attributes }) => attributes.Target)
  const named = (id: string | undefined) => targets[Number(id!.slice(3)) - 1]
  expect(named(all(slide, 'a:blip')[0]!.attributes['r:embed'])).toBe('../media/figure1.png')
  expect(named(all(slide, 'asvg:svgBlip')[0]!.attributes['r:embed'])).toBe('../media/figure1.svg')

  const { cx, cy } = all(all(read('ppt/slides/slide2.xml'), 'p:pic')[0]!, 'a:ext').at(-1)!.attributes
  expect(Number(cy) / Number(cx)).toBeCloseTo(2, 4)
})

it('draws its glyphs as paths and its photographs pixel by pixel, for programs that have no fonts and smooth what they enlarge', () => {
  const svg = parseXml(words.decode(files['ppt/media/figure1.svg']))
  expect(all(svg, 'text')).toEqual([])
  expect(all(svg, 'path').length).toBeGreaterThan(5)
  const [, data] = /base64,\s*(.*)/.exec(all(svg, 'image')[0]!.attributes['xlink:href']!)!
  const { width, height, data: pixels } = decode(Buffer.from(data!, 'base64'))
  expect([width, height]).toEqual([32, 32])
  expect([...pixels.slice(15 * 4, 17 * 4)]).toEqual([255, 0, 0, 255, 0, 255, 0, 255])
})

it('tells how far it is, and ends when nobody waits any more', async () => {
  const seen: string[] = []
  const waiting = new AbortController()
  const written = writeDeck(deck, {
    signal: waiting.signal,
    onProgress: ({ done, of }) => {
      seen.push(`${done}/${of}`)
      if (done === 1) waiting.abort()
    },
  })
  await expect(written).resolves.toBeDefined()
  expect(seen).toEqual(['0/2', '1/2', '2/2'])
  await expect(writeDeck(deck, { signal: waiting.signal })).rejects.toThrow('aborted')
})
