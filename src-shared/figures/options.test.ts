import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { fromWord } from '../base64.ts'
import { packMask } from '../masks/drawn.ts'
import { inPlainWords } from '../plain-issues.ts'
import { figureOptionsSchema } from './options.ts'
import { ownPictureOption } from './own-picture.ts'

/** The first thing that is wrong with options, as a caller is told it. */
function wrongWith(options: object): string | undefined {
  const [issue] = figureOptionsSchema.safeParse(options, { error: inPlainWords }).error?.issues ?? []
  return issue && `${issue.path.join('.')}: ${issue.message}`
}
const noise = (values: number) => Uint8Array.from({ length: values }, (_, i) => (i * i * 2654435761) >>> 13)

describe('what a figure is made of', () => {
  it('holds a drawn mask, and an own picture of every size that runs have, to the pixel', () => {
    for (const [size, channels] of [
      [8, 1],
      [32, 3],
      [128, 3],
    ] as const) {
      const pixels = noise(size * size * channels)
      const picture = ownPictureOption('own.png', pixels, size, channels)
      const drawn = { kind: 'drawn', word: packMask(new Uint8Array(size * size).fill(1, 5)) }
      expect(figureOptionsSchema.parse({ masks: [drawn], ownPicture: picture, scale: 16 })).toMatchObject({
        masks: [drawn],
        ownPicture: picture,
      })
      expect(new Uint8Array(decode(fromWord(picture.png)!).data)).toEqual(pixels)
    }
  })

  it('says what is wrong with a mask, a picture, a scale', () => {
    expect(wrongWith({ masks: [{ kind: 'drawn', word: 'AAAAAAAA' }] })).toMatch(
      /^masks\.0\.word: expected a drawn mask as Inpaint/,
    )
    expect(wrongWith({ masks: [{ kind: 'sketched', p: 1 }] })).toMatch(/^masks\.0\.kind: expected random, .*, drawn$/)
    const { png } = ownPictureOption('own.png', noise(192), 8, 3)
    expect(wrongWith({ ownPicture: { name: 'own.jpg', png: '_9j_4AAQSkZJRg' } })).toMatch(
      /^ownPicture\.png: expected a PNG in base64/,
    )
    expect(wrongWith({ ownPicture: { name: 'own.png', png: `${png}=` } })).toMatch(/^ownPicture\.png: expected a PNG in base64/)
    expect(wrongWith({ ownPicture: { name: '', png } })).toBe('ownPicture.name: expected the name of the picture')
    expect(wrongWith({ ownPicture: { name: 'own.png', png: png.padEnd(90_000, 'A') } })).toMatch(
      /the run’s image size, of at most/,
    )
    expect(wrongWith({ scale: 32 })).toBe('scale: expected a scale from 1 to 16')
  })
})
