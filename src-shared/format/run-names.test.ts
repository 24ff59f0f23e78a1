import { expect, it } from 'vitest'
import { briefAmong, nameAmong, sharedWords, valueAmong, withoutMiddle } from './run-names.ts'

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

it('begins at the value where there is least room, the number whole', () => {
  const names = ['slides-faces-beta0.01-s1', 'slides-faces-beta0.05-s1']
  expect(names.map((name) => valueAmong(name, names))).toEqual(['…0.01-s1', '…0.05-s1'])
  expect(valueAmong('slides-1', ['slides-1', 'slides-2'])).toBe('slides-1')
  // Two characters that begin with the same half.
  const faces = ['a-long-comparison-x😀-1', 'a-long-comparison-x😁-1']
  expect(faces.map((name) => valueAmong(name, faces))).toEqual(['…😀-1', '…😁-1'])
})

it('keeps the end of a name, in which it differs, whatever it is shortened to', () => {
  const name = 'a-comparison-of-total-variation-weights-on-faces-beta0.02-3'
  expect(withoutMiddle(name, 8)).toBe('a-co…02-3')
  expect(withoutMiddle(name, 40)).toBe('a-comparison-of-total-va…faces-beta0.02-3')
  expect(withoutMiddle(name, name.length)).toBe(name)
  // A family is four emojis joined to one character.
  expect(withoutMiddle('ab👩‍👩‍👧‍👦cd🏳️‍🌈e', 5)).toBe('ab…d🏳️‍🌈e')
  expect(withoutMiddle('👩‍👩‍👧‍👦bcd🏳️‍🌈', 2)).toBe('👩‍👩‍👧‍👦…🏳️‍🌈')
  expect(withoutMiddle('x👩‍👩‍👧‍👦cd-b2', 4, new Set(['x👩‍👩‍👧‍👦cd']))).toBe('x👩‍👩‍👧‍👦…b2')
})

it('keeps what differs within a sweep where there is no room for the whole name', () => {
  const sweep = ['slides-beta0.3-batchSize8-4', 'slides-beta0.1-batchSize8-4', 'slides-batchSize8-3']
  const shared = sharedWords(sweep)
  expect([...shared]).toEqual(['slides', 'batchSize8'])
  expect(sweep.map((name) => withoutMiddle(name, 16, shared))).toEqual([
    'slides-beta0.3-…4',
    'slides-beta0.1-…4',
    'slides-batchSiz…3',
  ])
  expect(withoutMiddle(sweep[0]!, 10, shared)).toBe('s…beta0.3-…4')
  expect(sweep.map((name) => withoutMiddle(name, 8, shared))).toEqual(['beta….3-4', 'beta….1-4', 'slides-…3'])
  const grid = ['slides-batchSize8-1', 'slides-beta0.1-batchSize8-1', 'slides-beta0.1-learningRate0.01-batchSize8-1']
  expect(grid.map((name) => withoutMiddle(name, 9, sharedWords(grid)))).toEqual(['slid…ze8-1', 's…beta0.1-…', 'beta…e0.01'])
  expect([...sharedWords([sweep[0]!])]).toEqual([])
})

it('keeps the ends of names in so many characters, once what all of them share is gone', () => {
  const chosen = ['a-name-that-somebody-chose-1', 'a-name-that-somebody-chose-2']
  expect(chosen.map((name) => briefAmong(name, chosen, 10))).toEqual(['…1', '…2'])
  const beside = [...chosen, 'smoother']
  expect(beside.map((name) => briefAmong(name, beside, 10))).toEqual(['a-nam…ose-1', 'a-nam…ose-2', 'smoother'])
})
