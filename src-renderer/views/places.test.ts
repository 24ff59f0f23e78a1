import { expect, it } from 'vitest'
import { placeAt } from './places.ts'

it('knows the view that an address opens, to fetch its code first', () => {
  expect(placeAt('#/compare?runs=a,b')?.name).toBe('Compare')
  for (const none of ['', '#', '#/', '#/?token=x']) expect(placeAt(none)?.name).toBe('Runs')
  expect(placeAt('#/runs/abc')).toBeUndefined()
})
