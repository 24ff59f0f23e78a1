import { expect, it } from 'vitest'
import { messageOf } from '../../src-shared/errors.ts'
import { defaultSelection, parseSelection, selectionQuery } from './selection.ts'

it('an address names what differs from the default, and gives the same selection again', () => {
  expect(selectionQuery(defaultSelection())).toEqual({})
  const chosen = {
    runs: ['a1', 'b2'],
    checkpoint: '1200',
    split: 'validation',
    picture: 17,
    mask: { kind: 'rect-centred', p: 0.75 },
  } as const
  const query = selectionQuery({ ...chosen, runs: [...chosen.runs] })
  expect(query).toEqual({ runs: 'a1,b2', checkpoint: '1200', split: 'validation', picture: '17', mask: 'rect-centred:0.75' })
  expect(parseSelection(query)).toEqual(chosen)
})

it('what an address names wrongly is the default, and is told of', () => {
  const told: string[] = []
  const query = { picture: '-1', mask: 'circle:2', split: 'all', checkpoint: 'bets', runs: ['x', 'y'] }
  expect(parseSelection(query, (name, error) => told.push(`${name}: ${messageOf(error)}`))).toEqual(defaultSelection())
  expect(told).toEqual([
    'runs: expected one word, got 2 entries',
    'checkpoint: expected best, last or a step, got "bets"',
    'split: expected train, validation, test, got "all"',
    'picture: expected a whole number, got "-1"',
    expect.stringMatching(/^mask: unknown mask "circle:2": expected random:p, /),
  ])
  told.length = 0
  parseSelection({ mask: 'random:1.5' }, (name, error) => told.push(`${name}: ${messageOf(error)}`))
  expect(told).toEqual([expect.stringMatching(/^mask: mask "random:1.5": expected a filling rate from 0 to 1/)])
})
