import { describe, expect, it } from 'vitest'
import type { DiagramBody, Figure, FigureBody, PictureCell, PicturesBody, TableBody } from '../figure.ts'
import { figureOptionsSchema } from '../options.ts'
import { figureSize, figureSizeNames, fineUnit } from '../sizes.ts'
import { renderFigure } from './render.ts'
import { misplaced, parseSvg } from './testing.ts'

const figure = (body: FigureBody): Figure => ({
  ...{ title: 'Inpainted test pictures', caption: 'slides-1 · synthetic-faces (synthetic pictures)', metadata: {}, data: [] },
  body,
})
const draw = (body: FigureBody, look: object = {}) => renderFigure(figure(body), figureOptionsSchema.parse(look)).svg
const images = (svg: string) => parseSvg(svg).filter(({ name }) => name === 'image')

const size = 8
const picture: PictureCell = { pixels: Uint8Array.from({ length: size * size * 3 }, (_, i) => i), text: '21.3' }
const masked: PictureCell = { pixels: picture.pixels, mask: Uint8Array.from({ length: size * size }, (_, i) => i % 2) }
const wrong: PictureCell = { pixels: new Float32Array(size * size).fill(0.1) }
const pictures = (columns: readonly string[], rows: number, sections: number, channels = 3): PicturesBody => ({
  ...{ type: 'pictures', size, channels, columns, errorTop: 0.2 },
  sections: Array.from({ length: sections }, (_, s) => ({
    label: sections === 1 ? '' : `Rectangle, centred p = 0.7${s} (70 % known), outside training`,
    rows: Array.from({ length: rows }, () => columns.map((_, c) => [picture, masked, picture, wrong][c % 4]!)),
  })),
})
const usual = ['Original', 'Masked', 'Inpainted', 'Error']
const longNames = [...usual, 'slides-beta0.02-learningRate0.0005-3', 'biharmonic', 'gaussian', 'navier-stokes']

const table = (columns: number, rows: number): TableBody => ({
  type: 'table',
  turnable: true,
  columns: Array.from({ length: columns }, (_, c) => ({ head: { text: `column ${c}` }, align: c === 0 ? 'left' : 'right' })),
  rows: Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) =>
      c === 0 ? { text: `slides-beta0.0${r}-learningRate0.0005`, colour: 1 } : { text: '21.34', number: true },
    ),
  ),
})

const diagram: DiagramBody = {
  type: 'diagram',
  rows: [5, 7].map((boxes) => ({
    label: 'Decoder, 443,523 parameters, once a missing pixel',
    boxes: Array.from({ length: boxes }, (_, i) => ({
      look: i % 2 ? 'layer' : 'data',
      title: `ResBlock ${i}`,
      lines: ['3,074 to 128', '393,600'],
    })),
  })),
}

describe('bodies', () => {
  const cases: Record<string, FigureBody> = {
    'four masks': pictures(usual, 2, 4),
    'one mask': pictures(usual, 4, 1),
    'many rows': pictures(usual, 12, 1),
    'many methods with long names': pictures(longNames, 4, 1),
    'a small table': table(4, 3),
    'a table of twenty runs': table(10, 20),
    'a diagram': diagram,
    'a map': {
      ...{ type: 'map', size, channels: 3, xTitle: 'First direction, 35 % of the variance', yTitle: 'Second direction, 19 %' },
      points: Array.from({ length: 20 }, (_, i) => ({ x: i * 3, y: (i * 7) % 5, pixels: picture.pixels as Uint8Array })),
      marks: [{ x: 57, y: 1, label: 'nothing known' }],
    },
    'a cover': {
      type: 'cover',
      pictures: { size, channels: 3, cells: [masked, picture, masked, picture] },
      lines: ['slides-beta0.02-3, 20,000 steps', 'a second line that is so long that it cannot stand on one line of a slide'],
    },
  }
  for (const [name, body] of Object.entries(cases)) {
    it(`have no label upon another and nothing beyond the edge at any size: ${name}`, () => {
      for (const size of figureSizeNames) {
        const { svg, width, height } = renderFigure(figure(body), figureOptionsSchema.parse({ size }))
        expect(misplaced(svg), size).toEqual([])
        for (const { attributes } of images(svg)) {
          const [x, y, w, h] = ['x', 'y', 'width', 'height'].map((key) => Number(attributes[key])) as [
            number,
            number,
            number,
            number,
          ]
          expect(x >= 0 && y >= 0 && x + w <= width + 0.01 && y + h <= height + 0.01, `${size}: ${x} ${y} ${w} ${h}`).toBe(true)
        }
      }
    })
  }

  it('show every point of a map, as a picture where no other stands and as a dot elsewhere', () => {
    const at = (x: number) => ({ x, y: 0, pixels: picture.pixels as Uint8Array })
    const body: FigureBody = {
      ...{ type: 'map', size, channels: 3, xTitle: '', yTitle: '', marks: [] },
      points: [at(0), at(0.1), at(50), at(100), at(100)],
    }
    const svg = draw(body)
    expect(images(svg)).toHaveLength(3)
    expect(parseSvg(svg).filter(({ name }) => name === 'circle')).toHaveLength(2)
  })

  it('are written in at least 14 pt on slides and 7 pt in print, and level, and the usual heads in full', () => {
    for (const [name, body] of Object.entries(cases)) {
      for (const sizeName of figureSizeNames) {
        const texts = parseSvg(draw(body, { size: sizeName })).filter(({ name }) => name === 'text')
        const least = figureSize(sizeName).medium === 'slide' ? 14 : 7
        const small = texts.filter(
          ({ attributes, text }) => Number(attributes['font-size']) < least - 0.01 && text !== picture.text,
        )
        expect(small, `${name}, ${sizeName}`).toEqual([])
        if (!/mask/.test(name)) continue
        expect(texts.filter(({ attributes }) => attributes.transform)).toEqual([])
        if (!['full', 'deck', 'standard', 'double'].includes(sizeName)) continue
        for (const head of usual) expect(texts.map(({ text }) => text)).toContain(head)
      }
    }
  })

  it('show four masks of two pictures each on a slide at ten times their size in 1/300 inch or more', () => {
    const { sections, ...body } = pictures(usual, 2, 4)
    const large = { ...body, size: 32, sections: sections.map((section) => ({ ...section, label: 'Rectangle, centred' })) }
    const { svg } = renderFigure({ ...figure(large), title: '' }, figureOptionsSchema.parse({ size: 'deck' }))
    const shown = images(svg)
    expect(Number(shown[0]!.attributes.width)).toBeGreaterThanOrEqual(10 * 32 * fineUnit - 0.01)
  })

  it('show pictures at whole multiples of the finest export’s pixels, as PNGs of just those', () => {
    for (const name of figureSizeNames) {
      for (const { attributes } of images(draw(pictures(usual, 2, 4), { size: name })).slice(0, 8)) {
        const dots = Number(attributes.width) / fineUnit
        expect(dots / size).toBeCloseTo(Math.round(dots / size), 6)
        for (const key of ['x', 'y']) {
          const at = Number(attributes[key]) / fineUnit
          expect(Math.abs(at - Math.round(at))).toBeLessThan(0.03)
        }
      }
    }
  })

  it('tell columns apart whose long names differ at the end', () => {
    const names = [0.01, 0.3].map((beta) => `a-comparison-of-total-variation-weights-beta${beta}-1`)
    const body = { ...pictures(['Original', 'Masked', ...names], 2, 4), size: 32 }
    for (const size of ['full', 'double']) {
      const texts = parseSvg(draw(body, { size })).map(({ text }) => text)
      for (const beta of ['beta0.01', 'beta0.3']) expect(texts.join(' '), size).toContain(beta)
    }
  })

  it('tell columns of one sweep apart where pictures are narrower than what differs, a run of another name beside them', () => {
    const names = ['0.01-s1', '0.01-s2', '0.3-s1'].map((end) => `a-comparison-of-total-variation-weights-on-faces-beta${end}`)
    const others = ['Original', 'Masked', ...names]
    for (const columns of [others, [...others, 'slides-lr0.002-1']]) {
      const { sections, ...rest } = pictures(columns, 1, 4)
      const body = { ...rest, size: 32, sections: sections.map((section) => ({ ...section, label: 'Random p = 0.50' })) }
      for (const size of ['half', 'column']) {
        const heads = parseSvg(draw(body, { size })).map(({ text }) => text)
        for (const end of ['0.01-s1', '0.01-s2', '0.3-s1']) expect(heads.join(' '), `${size}, ${columns.length}`).toContain(end)
      }
    }
  })

  it('are written as large in a table of long names as in one of short ones', () => {
    const named = (name: string): TableBody => ({
      ...table(8, 3),
      rows: table(8, 3).rows.map((row, r) => [{ text: `${name}${r}` }, ...row.slice(1)]),
    })
    const sizeOf = (body: TableBody) => parseSvg(draw(body)).find(({ text }) => text === 'column 1')!.attributes['font-size']
    expect(sizeOf(named('a-comparison-of-total-variation-weights-on-synthetic-faces-'))).toBe(sizeOf(named('run-')))
  })

  it('leave no picture out, whatever the arrangement', () => {
    for (const name of figureSizeNames) expect(images(draw(pictures(usual, 5, 3), { size: name }))).toHaveLength(5 * 3 * 4 + 1)
  })
})
