import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode } from 'fast-png'
import { Face, Blob as FontBlob } from 'harfbuzzjs'
import { describe, expect, it } from 'vitest'
import { everyElement } from '../fixtures.ts'
import { figureFormats } from './registry.ts'

const write = (name: string, figure = everyElement) => figureFormats.find((format) => format.name === name)!.write(figure)
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

it.each(figureFormats.map((format) => [format.name, format] as const))(
  '%s: the same figure is the same bytes',
  async (_, format) => {
    const [first, second] = [await format.write(everyElement), await format.write(structuredClone(everyElement))]
    expect(first.length).toBeGreaterThan(40)
    expect(Buffer.compare(first, second)).toBe(0)
  },
)

describe('svg', () => {
  it('holds each font with the characters in use and no others, and leaves text as it was', async () => {
    const svg = textOf(await write('svg'))
    expect(svg).toContain('>Loss &amp; β = 0.02 ± 0.01, AVATAR 3x3</text>')
    const faces = [
      ...svg.matchAll(/@font-face\{font-family:"([^"]*)";font-weight:(\d+);src:url\(data:font\/ttf;base64,([^)]*)\)/g),
    ]
    const held = faces.map(([, family, weight, data]) => {
      const face = new Face(new FontBlob(Uint8Array.from(Buffer.from(data!, 'base64'))))
      return [`${family} ${weight}`, String.fromCodePoint(...face.collectUnicodes())]
    })
    expect(Object.fromEntries(held)).toEqual({
      'Inter 400': ' EMSadekms',
      'Inter 600': ' &,.0123=ALRTVosx±β',
      'JetBrains Mono 400': '02k',
    })
  })
})

describe('png', () => {
  it('has 300 dots an inch, says so, and carries title and metadata', async () => {
    const { width, height, resolution } = decode(await write('png'))
    expect([width, height]).toEqual([1000, 500])
    // 300 / 0.0254, to the nearest whole.
    expect(resolution).toEqual({ x: 11811, y: 11811, unit: 1 })
    const written = textOf(await write('png'))
    expect(written).toContain('iTXtTitle\0\0\0\0\0Loss & β = 0.02')
    expect(written).toContain('iTXtconfiguration hash\0\0\0\0\0ff00')
  })
  it('leaves the ground see-through and a photograph’s pixels square', async () => {
    const { data, width, channels } = decode(await write('png'))
    const at = (x: number, y: number) => {
      const dot = Math.floor((y * 300) / 72) * width + Math.floor((x * 300) / 72)
      return [...data.slice(dot * channels, (dot + 1) * channels)]
    }
    expect(at(235, 115)[3]).toBe(0)
    // Each of the picture's four pixels is 32 points wide, up to its edges.
    for (const offset of [1, 16, 31]) {
      expect(at(150 + offset, 20 + offset)).toEqual([255, 0, 0, 255])
      expect(at(182 + offset, 20 + offset)).toEqual([0, 255, 0, 255])
      expect(at(150 + offset, 52 + offset)).toEqual([0, 0, 255, 255])
      expect(at(182 + offset, 52 + offset)).toEqual([0, 255, 0, 128])
    }
  })
})

describe('csv', () => {
  it('is one table that names where each row is from', async () => {
    expect(textOf(await write('csv'))).toBe(
      ['table,step,total,psnr', 'loss,1,0.5,', 'loss,2,,', 'loss,3,inf,', 'loss,4,NaN,', '"say ""PSNR"", dB",1,,20.25', ''].join(
        '\r\n',
      ),
    )
  })
})

describe('pdf', () => {
  const poppler = spawnSync('pdftotext', ['-v']).error === undefined
  /** What one of Poppler's programs says of the figure's file. */
  async function ask(program: string, ...args: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'lacuna-pdf-'))
    try {
      const file = join(folder, 'figure.pdf')
      writeFileSync(file, await write('pdf'))
      const { stdout, stderr } = spawnSync(program, [...args, file, ...(program === 'pdftotext' ? ['-'] : [])], {
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      return stdout
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  it.skipIf(!poppler)('has its labels as text, each in one piece (asks pdftotext)', async () => {
    const lines = (await ask('pdftotext')).split('\n').map((line) => line.trim())
    for (const label of ['Loss & β = 0.02 ± 0.01, AVATAR 3x3', '20k', 'masked MSE']) expect(lines).toContain(label)
  })
  it.skipIf(!poppler)('embeds the three fonts as subsets that can be searched (asks pdffonts)', async () => {
    const fonts = (await ask('pdffonts')).split('\n').slice(2, -1)
    expect(fonts.map((line) => line.split(/\s+/)[0]!.slice(7)).sort()).toEqual([
      'Inter-Regular',
      'Inter-SemiBold',
      'JetBrainsMono-Regular',
    ])
    for (const font of fonts) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/)
  })
  it.skipIf(!poppler)('has the figure’s size, title and metadata, and no date (asks pdfinfo)', async () => {
    const info = await ask('pdfinfo', '-custom')
    expect(info).toMatch(/Title:\s+Loss & β = 0.02/)
    expect(info).toMatch(/configuration hash:\s*ff00/)
    const page = await ask('pdfinfo')
    expect(page).toMatch(/Page size:\s+240 x 120 pts/)
    expect(page).not.toContain('Date')
  })
  it.skipIf(!poppler)('holds one photograph, enlarged by whole pixels, and nothing else as pixels (asks pdfimages)', async () => {
    const images = (await ask('pdfimages', '-list')).split('\n').slice(2, -1)
    expect(images).toHaveLength(2)
    expect(images[0]).toMatch(/image\s+32\s+32\s+rgb\s+3\s+8\s+image\s+no/)
    expect(images[1]).toMatch(/smask\s+32\s+32\s+gray/)
  })
  it('refuses what it cannot draw, rather than leaving it out', async () => {
    const drawn = (element: string) =>
      write('pdf', { ...everyElement, svg: everyElement.svg.replace('</svg>', `${element}</svg>`) })
    await expect(drawn('<ellipse rx="2" ry="3"/>')).rejects.toThrow('cannot draw <ellipse>')
    await expect(drawn('<rect width="1" height="1" fill="red"/>')).rejects.toThrow('the colour "red"')
    await expect(drawn('<path d="M0 0 Q1 1 2 2"/>')).rejects.toThrow('"Q": expected M, L, C or Z')
  })
})
