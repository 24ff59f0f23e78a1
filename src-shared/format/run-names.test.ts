import { expect, it } from 'vitest'
import { nameAmong, withoutMiddle } from './run-names.ts'

it('tells a long name by what those beside it have not', () => {
  const names = ['slides-beta0.05-batchSize32-1', 'slides-beta0.02-batchSize32-1', 'slides-batchSize32-1']
  expect(names.map((name) => nameAmong(name, names))).toEqual([
    '…beta0.05-batchSize32-1',
    '…beta0.02-batchSize32-1',
    '…batchSize32-1',
  ])
  expect(nameAmong(names[0]!, [names[0]!])).toBe(names[0])
  expect(nameAmong('slides-1', ['slides-1', 'slides-2'])).toBe('slides-1')
  const apart = ['a name of its own, quite long', 'another name, which is longer still']
  expect(apart.map((name) => nameAmong(name, apart))).toEqual(apart)
})

it('keeps the end of a name, in which it differs, whatever it is shortened to', () => {
  const name = 'a-comparison-of-total-variation-weights-on-faces-beta0.02-3'
  expect(withoutMiddle(name, 8)).toBe('a-co…02-3')
  expect(withoutMiddle(name, 40)).toBe('a-comparison-of-total-va…faces-beta0.02-3')
  expect(withoutMiddle(name, name.length)).toBe(name)
})
