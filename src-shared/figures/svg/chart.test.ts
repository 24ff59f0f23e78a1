import { describe, expect, it } from 'vitest'
import type { ChartLine, ChartPanel, Figure } from '../figure.ts'
import { figureOptionsSchema } from '../options.ts'
import { figureSizeNames } from '../sizes.ts'
import { palette } from './palette.ts'
import { renderFigure } from './render.ts'
import { misplaced, parseSvg } from './testing.ts'

const plain = { colour: 1, dash: [], strong: false, dots: false, raw: [], flagged: [], intervals: [], value: '0.0123', label: '' }
const line = (values: readonly number[], more: Partial<ChartLine> = {}): ChartLine => ({
  ...plain,
  points: values.map((y, i) => ({ x: i + 1, y })),
  ...more,
})
const panel = (lines: readonly ChartLine[], more: Partial<ChartPanel> = {}): ChartPanel => ({
  ...{ xTitle: 'Step', yTitle: 'Training loss', x: 'number', yScale: 'linear', lines },
  ...more,
})
const figure = (panels: readonly ChartPanel[], title = 'Training curve'): Figure => ({
  ...{ title, caption: 'synthetic-faces (synthetic pictures) · smoothed, 0.6', metadata: { run: 'abc', name: '<&">' }, data: [] },
  body: { type: 'chart', panels },
})
const draw = (shown: Figure, look: object = {}) => renderFigure(shown, figureOptionsSchema.parse(look)).svg
const falling = (n: number, from = 1) => Array.from({ length: n }, (_, i) => from / (i + 1))
const lines = (svg: string) =>
  parseSvg(svg).filter(({ name, attributes }) => name === 'polyline' && !attributes['stroke-opacity'])

describe('charts', () => {
  const longName = (i: number) => `slides-beta0.0${i}-learningRate0.0005-batchSize128-on-my-own-pictures-${i}`
  const cases: Record<string, Figure> = {
    'one run': figure([panel([line(falling(50))])]),
    'eight runs with long names': figure(
      [panel(Array.from({ length: 8 }, (_, i) => line(falling(50, 1 + i / 50), { label: longName(i), colour: (i % 5) + 1 })))],
      `Training curves of ${longName(1)} and ${longName(2)} beside each other and of many others besides`,
    ),
    'eight short names ending at one value, two panels': figure(
      ['Training loss', 'Validation PSNR over missing pixels, dB'].map((yTitle) =>
        panel(
          Array.from({ length: 8 }, (_, i) => line(falling(50), { label: `run ${i}` })),
          { yTitle },
        ),
      ),
    ),
    'twenty thousand steps on a log scale, in hours': figure([
      panel([line(falling(2000).map((y) => y * 1e-3))], { yScale: 'log', x: 'seconds' }),
    ]),
    'a constant': figure([panel([line([0.25, 0.25, 0.25])])]),
    'one point': figure([panel([line([0.25])])]),
    'nothing finite': figure([panel([line([Number.NaN, Number.NaN], { flagged: [1, 2], value: '' })])]),
  }
  for (const [name, shown] of Object.entries(cases)) {
    it(`has no label upon another or beyond the edge at any size: ${name}`, () => {
      for (const size of figureSizeNames)
        for (const textScale of [1, 1.4]) expect(misplaced(draw(shown, { size, textScale })), size).toEqual([])
    })
  }

  it('gives the names of two runs that differ at their end in whole, on half a slide too', () => {
    const names = [1, 2].map((seed) => `a-comparison-of-total-variation-weights-on-synthetic-faces-${seed}`)
    const shown = figure([panel(names.map((label) => line(falling(50), { label })))])
    const text = parseSvg(draw(shown, { size: 'half' })).map((element) => element.text)
    for (const name of names) expect(text.join('')).toContain(name)
  })

  it('tells many long names apart where there is room for a part of each', () => {
    const text = parseSvg(draw(cases['eight runs with long names']!, { size: 'column' })).map((element) => element.text)
    for (let i = 0; i < 8; i++) expect(text.filter((part) => part.startsWith(`…beta0.0${i}`))).toHaveLength(1)
  })

  it('cuts what is measured off at the axis, where a spike lies below it', () => {
    const raw = Array.from({ length: 500 }, (_, i) => ({ x: i + 1, y: i === 250 ? -100 : 0.5 }))
    const elements = parseSvg(draw(figure([panel([line(falling(500), { raw })])])))
    const at = elements.findIndex(({ name }) => name === 'clipPath')
    const clip = elements[at + 1]!.attributes
    const axis = elements.find(({ name, attributes }) => name === 'line' && attributes.stroke === palette.lineStrong)!
    expect(Number(clip.y) + Number(clip.height)).toBeCloseTo(Number(axis.attributes.y1), 1)
  })

  it('begins no line of a caption with the dot between two of its parts', () => {
    for (const size of figureSizeNames)
      for (const textScale of [1, 1.2, 1.4, 1.7, 2, 2.3, 2.6])
        for (const { text } of parseSvg(draw(cases['one run']!, { size, textScale }))) expect(text).not.toMatch(/^·/)
  })

  it('is the same to the byte every time, and says what it was made of', () => {
    const svg = draw(cases['one run']!)
    expect(draw(cases['one run']!)).toBe(svg)
    const metadata = parseSvg(svg).find(({ name }) => name === 'metadata')!
    expect(JSON.parse(metadata.text)).toEqual({ run: 'abc', name: '<&">' })
  })

  it('leaves a gap where a value is none, marks it, and shows a value between two gaps', () => {
    const svg = draw(figure([panel([line([3, 2, Number.NaN, 1.5, Number.NaN, 1, 1], { flagged: [3, 5] })])]))
    expect(lines(svg).map(({ attributes }) => attributes.points!.split(' ').length)).toEqual([2, 2])
    expect(parseSvg(svg).filter(({ name }) => name === 'circle')).toHaveLength(1)
    expect(parseSvg(svg).filter(({ name }) => name === 'polygon')).toHaveLength(2)
  })

  it('has its ticks where something was measured, clear of the axis, where that is at few places', () => {
    const measured = line([], { dots: true, points: [0.1, 0.3, 0.9].map((x) => ({ x, y: 20 + x })) })
    const elements = parseSvg(draw(figure([panel([measured])])))
    const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text)
    expect(texts).toEqual(expect.arrayContaining(['0.1', '0.3', '0.9']))
    const axis = elements.filter(({ name }) => name === 'line').map(({ attributes }) => Number(attributes.x1))
    const dots = elements.filter(({ name }) => name === 'circle').map(({ attributes }) => Number(attributes.cx))
    expect(Math.min(...dots)).toBeGreaterThan(Math.min(...axis) + 5)
  })

  it('spaces equal factors equally on a log scale', () => {
    const [drawn] = lines(draw(figure([panel([line([1, 0.1, 0.01])], { yScale: 'log' })])))
    const heights = drawn!.attributes.points!.split(' ').map((pair) => Number(pair.split(',')[1]))
    expect(heights[1]! - heights[0]!).toBeCloseTo(heights[2]! - heights[1]!, 1)
  })

  it('draws the raw line at a quarter of the strength, in the line’s colour, and dashes as told', () => {
    const raw = Array.from({ length: 9 }, (_, i) => ({ x: i + 1, y: i % 2 }))
    const svg = draw(figure([panel([line(falling(9), { raw, colour: 2, dash: [4, 2] })])]), { lineScale: 2 })
    const behind = parseSvg(svg).find(({ attributes }) => attributes['stroke-opacity'] === '0.25')!
    const front = lines(svg)[0]!
    expect(behind.attributes.stroke).toBe(front.attributes.stroke)
    expect(front.attributes).toMatchObject({ 'stroke-width': '4.5', 'stroke-dasharray': '18 9' })
  })

  it('has no ground of its own when it is to be transparent', () => {
    const grounds = (svg: string) =>
      parseSvg(svg).filter(({ name, attributes }) => name === 'rect' && attributes.x === '0' && attributes.fill !== undefined)
    expect(grounds(draw(cases['one run']!))).toHaveLength(1)
    expect(grounds(draw(cases['one run']!, { ground: 'transparent' }))).toHaveLength(0)
  })
})
