import { describe, expect, it } from 'vitest'
import { anyMaskSchema, describeMask, formatMask, layMask, maskRate, packMask, parseMask, unpackMask } from './drawn.ts'

const mask = Uint8Array.from({ length: 25 }, (_, i) => (i % 3 === 0 ? 1 : 0))

describe('packing', () => {
  it('a mask comes back from its word; a word of another size, or none, is refused', () => {
    const word = packMask(mask)
    expect(word).toMatch(/^[\w-]+$/)
    expect(unpackMask(word, 5)).toEqual(mask)
    expect(unpackMask(word, 6)).toBeUndefined()
    expect(unpackMask('§', 5)).toBeUndefined()
    expect(unpackMask('-_A', 4)).toBeDefined()
    expect(unpackMask('+/A', 4)).toBeUndefined()
  })

  it('is the bits in rows, the first the highest, in base64 for URLs', () => {
    // 1111 1011 · 1111 0000, by hand and Python's base64.urlsafe_b64encode.
    expect(packMask(Uint8Array.from([1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]))).toBe('-_A')
  })

  it('every size that a run can have is told by the length alone', () => {
    for (let size = 8; size <= 128; size++) {
      const drawn = { kind: 'drawn', word: packMask(new Uint8Array(size * size).fill(1, 0, size)) } as const
      expect(maskRate(drawn)).toBeCloseTo(1 / size, 12)
    }
  })
})

describe('drawn masks among others', () => {
  const drawn = { kind: 'drawn', word: packMask(mask) } as const

  it('has words for people and for the command line', () => {
    expect(describeMask(drawn)).toBe('Drawn by hand, p = 0.36 (36 % known)')
    expect(parseMask(formatMask(drawn))).toEqual(drawn)
    expect(parseMask('random:0.3')).toEqual({ kind: 'random', p: 0.3 })
  })

  it('lies on every picture alike, and is refused on pictures of another size', () => {
    expect(layMask(drawn, 5, 3)).toEqual(mask)
    expect(() => layMask(drawn, 8, 0)).toThrow('the drawn mask is 5×5, the run expects 8×8; draw it again')
  })

  it('says what is wrong with one that is none', () => {
    expect(() => parseMask('drawn:%%')).toThrow(/^mask "drawn:%%": expected a drawn mask as Inpaint’s address has it/)
    expect(() => parseMask('drawing:1')).toThrow(/^unknown mask "drawing:1": expected random:p, .*, all, drawn:WORD$/)
    const wrong = [
      { kind: 'drawn', word: '' },
      // Six bytes: no square of pixels takes 41 to 48 bits.
      { kind: 'drawn', word: 'AAAAAAAA' },
      { kind: 'drawn', p: 0.5 },
    ]
    for (const one of wrong) expect(anyMaskSchema.safeParse(one).success).toBe(false)
  })
})
