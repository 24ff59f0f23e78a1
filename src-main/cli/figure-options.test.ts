import { expect, it } from 'vitest'
import { packMask } from '../../src-shared/masks/drawn.ts'
import { type FigureWords, readFigureOptions } from './figure-options.ts'

const usual: FigureWords = { size: 'full', checkpoint: 'best', limit: 100, scale: 1 }
const drawn = { kind: 'drawn', word: packMask(new Uint8Array(64)) } as const

it('takes masks and baselines as lists, and everything else as the composer’s address has it', () => {
  const words = {
    ...usual,
    masks: `random:0.3, drawn:${drawn.word}`,
    baselines: 'nearest, mean',
    set: ['errorMaps=false', 'title=a = b'],
  }
  expect(readFigureOptions(words)).toMatchObject({
    ...{ size: 'full', evaluate: 100, masks: [{ kind: 'random', p: 0.3 }, drawn], baselines: ['nearest', 'mean'] },
    ...{ errorMaps: false, title: 'a = b' },
  })
  expect(readFigureOptions({ ...usual, set: [`masks=${JSON.stringify([drawn])}`, 'samples=[3,5]'] })).toMatchObject({
    ...{ masks: [drawn], samples: [3, 5] },
  })
})

it('says what is wrong', () => {
  const wrong = (more: Partial<FigureWords>) => () => readFigureOptions({ ...usual, ...more })
  expect(wrong({ set: ['sclae=2'] })).toThrow(/^--set "sclae=2": expected KEY=VALUE, KEY one of size, .*scale/)
  expect(wrong({ set: ['errorTop'] })).toThrow(/^--set "errorTop": expected KEY=VALUE/)
  expect(wrong({ set: ['scale=32'] })).toThrow('--set scale: expected a scale from 1 to 16, got "32"')
  expect(wrong({ set: ['samples=foo'] })).toThrow(/^--set samples: expected how many pictures, .* got "foo"$/)
  expect(wrong({ set: ['masks=[{"kind":"drawn","word":"AAAAAAAA"}]'] })).toThrow(/^--set masks\.0\.word: expected a drawn mask/)
  expect(wrong({ masks: Array(9).fill('all').join() })).toThrow('--masks: expected at most 8 entries, got 9 entries')
  expect(wrong({ baselines: Array(9).fill('mean').join() })).toThrow('--baselines: expected at most 8 entries, got 9 entries')
  expect(wrong({ checkpoint: '' })).toThrow('--checkpoint: expected at least 1 character, got ""')
  expect(wrong({ set: ['masks=[]'] })).toThrow('--set masks: expected at least 1 entry, got "[]"; easier is --masks ')
  expect(wrong({ set: ['masks=[{"kind":"all","p":2}]'] })).toThrow(/^--set masks\.0\.p: expected at most 1, got/)
  expect(wrong({ set: ['masks=[{"kind":"blot"}]'] })).toThrow(/^--set masks\.0\.kind: expected random, .*, all, drawn, got/)
  expect(wrong({ set: ['ownPicture=foo.png'] })).toThrow(
    '--set ownPicture: expected a picture’s name and its PNG, as Inpaint hands them over, got "foo.png"; easier is --picture FILE',
  )
  expect(wrong({ set: ['ownPicture={"name":"a","file":"b"}'] })).toThrow(/^--set ownPicture\.png: expected a text, got/)
  expect(wrong({ set: ['errorMaps=maybe'] })).toThrow('--set errorMaps: expected true or false, got "maybe"')
  expect(wrong({ set: ['yScale=cubic'] })).toThrow('--set yScale: expected auto, linear, log, got "cubic"')
  expect(wrong({ set: [`title=${'a'.repeat(301)}`] })).toThrow(/^--set title: expected at most 300 characters, got "a{40}"$/)
})
