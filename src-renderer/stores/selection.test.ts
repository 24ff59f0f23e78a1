import { expect, it } from 'vitest'
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

it('what an address names wrongly is the default', () => {
  expect(parseSelection({ picture: '-1', mask: 'circle:2', split: 'all', runs: ['x', 'y'] })).toEqual(defaultSelection())
})
