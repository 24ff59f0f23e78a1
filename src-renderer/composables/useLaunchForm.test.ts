import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { presets } from '../../src-shared/presets.ts'
import type { RunSummary } from '../../src-shared/runs.ts'
import { useLaunchForm } from './useLaunchForm.ts'

describe('useLaunchForm', () => {
  it('starts as the preset, complete and without complaint', () => {
    const form = useLaunchForm()
    expect(form.config.value).toEqual(presets[0]!.config)
    expect([form.errors.value, form.differing.value.size, form.generatedName.value]).toEqual([{}, 0, 'slides'])
  })

  it('names the field at fault and makes no configuration of it', () => {
    const form = useLaunchForm()
    form.texts.value.learningRate = 'fast'
    form.texts.value['mask.pMin'] = '0.95'
    form.texts.value.steps = ''
    expect(Object.keys(form.errors.value).sort()).toEqual(['learningRate', 'mask.pMax', 'steps'])
    expect(form.config.value).toBeUndefined()
  })

  it('marks what differs, by value and not by spelling, and takes it back', () => {
    const form = useLaunchForm()
    form.texts.value.beta = '0.020'
    form.texts.value.learningRate = '1e-3'
    expect([...form.differing.value]).toEqual(['beta'])
    expect(form.generatedName.value).toBe('slides-beta0.02')
    form.reset('beta')
    expect(form.differing.value.size).toBe(0)
  })

  it('is filled from the run it clones', async () => {
    const form = useLaunchForm()
    const config = { ...presets[0]!.config, seed: 7 }
    form.clone({ preset: 'slides', config } as RunSummary)
    await nextTick()
    expect(form.config.value?.seed).toBe(7)
  })
})
