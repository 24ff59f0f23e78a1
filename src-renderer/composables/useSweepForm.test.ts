import { expect, it } from 'vitest'
import { presets } from '../../src-shared/presets.ts'
import { useSweepForm } from './useSweepForm.ts'

it('makes no sweep until something varies, and says how many runs it makes', () => {
  const form = useSweepForm(() => presets[0]!.config)
  expect(form.isSweep.value).toBe(false)
  form.add('beta')
  expect([form.isSweep.value, form.plan.value, form.parsed.value[0]?.error]).toEqual([
    true,
    undefined,
    'expected values such as 0.1, 1',
  ])
  form.axes.value[0]!.text = '0, 0.01, 0.1'
  form.seeds.value = '2'
  expect(form.made.value.configs).toHaveLength(6)
  form.axes.value[0]!.text = '0..0.1'
  expect(form.made.value.problem).toContain('a range has no end of values')
  form.axes.value[0]!.text = '0.1, much'
  expect(form.parsed.value[0]?.error).toBe('expected a number from 0 to 1000000, got "much"')
  form.axes.value[0]!.text = '0..0.1'
  form.mode.value = 'at random'
  form.draws.value = '4'
  expect(form.made.value.configs).toHaveLength(8)
  form.seeds.value = 'two'
  expect([form.seedsError.value, form.plan.value]).toEqual(['expected a whole number from 1 to 100', undefined])
})
