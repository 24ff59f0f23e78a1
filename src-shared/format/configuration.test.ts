import { describe, expect, it } from 'vitest'
import { presets } from '../presets.ts'
import { configurationRows, describeTrainingMask } from './configuration.ts'

const slides = presets[0]!.config

describe('configurationRows', () => {
  it('says what the preset has where a run differs', () => {
    const config = { ...slides, beta: 0.02, mask: { ...slides.mask, pMin: 0.3 } }
    const different = configurationRows(config, slides).filter((row) => row.preset !== undefined)
    expect(different).toEqual([
      { label: 'β, TV weight', value: '0.02', preset: '0.01' },
      { label: 'masks', value: 'random p ~ U(0.3, 0.9)', preset: 'random p ~ U(0.1, 0.9)' },
    ])
    expect(configurationRows(slides, slides).some((row) => row.preset !== undefined)).toBe(false)
  })
})

describe('describeTrainingMask', () => {
  it('writes one value of p as one', () => {
    expect(describeTrainingMask({ ...slides, mask: { kind: 'random', pMin: 0.5, pMax: 0.5 } })).toBe('random p = 0.5')
  })
})
