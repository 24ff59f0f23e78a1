import { expect, it } from 'vitest'
import { numberBetween, oneOf, wholeNumber, wordOf } from './addressWords.ts'

it('takes words that can be', () => {
  expect(oneOf('worst', ['first', 'worst'])).toBe('worst')
  expect(wholeNumber('17')).toBe(17)
  expect(wholeNumber('4294967295', 0xffffffff)).toBe(0xffffffff)
  expect(numberBetween('-1.5', -4, 4)).toBe(-1.5)
  expect(wordOf({ order: 'worst' }, 'order')).toBe('worst')
  expect(wordOf({ order: '' }, 'order')).toBe('')
  expect(wordOf({}, 'order')).toBeUndefined()
})

it('says of words that cannot be what was expected and what was got', () => {
  expect(() => oneOf('wrost', ['first', 'worst'])).toThrow('expected first, worst, got "wrost"')
  expect(() => wholeNumber('-1')).toThrow('expected a whole number, got "-1"')
  expect(() => wholeNumber('1e3')).toThrow('expected a whole number, got "1e3"')
  expect(() => wholeNumber('8', 7)).toThrow('expected a whole number from 0 to 7, got "8"')
  expect(() => numberBetween('1.5', 0, 1)).toThrow('expected a number from 0 to 1, got "1.5"')
  expect(() => numberBetween('', 0, 1)).toThrow('expected a number from 0 to 1, got ""')
  expect(() => numberBetween('half', 0, 1)).toThrow('expected a number from 0 to 1, got "half"')
  expect(() => wordOf({ order: ['best', 'worst'] }, 'order')).toThrow('expected one word, got 2 entries')
  expect(() => wordOf({ order: null }, 'order')).toThrow('expected one word, got nothing')
})
