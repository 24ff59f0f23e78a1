import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { packMask } from '../../src-shared/masks/drawn.ts'
import { lacuna, temporaryFolder } from '../support/lacuna.ts'
import { addWaves, onWaves } from '../support/pictures.ts'

const folder = temporaryFolder()
const data = inject('dataFolder')
const run = (...args: string[]) => lacuna([...args, '--data', data], folder.path)
const read = (file: string) => readFileSync(join(folder.path, file))

beforeAll(async () => {
  const brief = ['--steps', '5', '--set', 'batchSize=8', '--set', 'validationImages=16', '--name', 'brief']
  expect(await run('train', ...brief)).toMatchObject({ status: 0 })
})
afterAll(folder.remove)

it('writes the usual kinds, measuring what is not evaluated yet, and the same figures to the byte', async () => {
  for (const out of ['first', 'second']) {
    const result = await run(
      'figures',
      'brief',
      '--out',
      out,
      '--format',
      'svg,csv',
      '--size',
      'column',
      '--limit',
      '4',
      '--json',
    )
    expect(result.status, result.stderr).toBe(0)
    expect(result.events.map(({ kind }) => kind)).toEqual(
      ['curve', 'gallery', 'mask-rates', 'latent', 'architecture'].flatMap((kind) => [kind, kind]),
    )
    const measured = result.events.filter(({ kind }) => kind === 'mask-rates').flatMap(({ notes }) => notes as string[])
    if (out === 'first') expect(measured[0]).toContain('first 4 pictures of the test split')
  }
  const [first, second] = ['first', 'second'].map((out) => readdirSync(join(folder.path, out)).sort()) as [string[], string[]]
  expect(first).toHaveLength(10)
  // The time stands in the name alone.
  const withoutTime = (name: string) => name.replace(/\d{8}-\d{6}/, '')
  expect(first[0]).toMatch(/^brief_architecture_5_\d{8}-\d{6}\.csv$/)
  expect(second.map(withoutTime)).toEqual(first.map(withoutTime))
  for (const [i, name] of first.entries()) {
    expect(read(`first/${name}`).equals(read(`second/${second[i]!}`)), name).toBe(true)
  }
  const svg = read(`first/${first.find((name) => /gallery.*svg$/.test(name))}`).toString()
  expect(svg).toContain('synthetic pictures')
  expect(svg).toMatch(/&quot;seed&quot;:&quot;1&quot;/)
})

it('says in one line what it cannot do, and what is expected', async () => {
  for (const [option, value] of [
    ['--kinds', 'curves'],
    ['--format', 'gif'],
    ['--size', 'a4'],
  ] as const) {
    const { status, stderr } = await run('figures', 'brief', option, value)
    expect(status).toBe(2)
    expect(stderr).toMatch(new RegExp(`^lacuna: ${option}: unknown "${value}": expected .*\n$`))
  }
  for (const [option, value] of [
    ['--masks', 'all'],
    ['--picture', 'notes.png'],
    ['--scale', '1'],
    ['--baselines', 'mean'],
    ['--set', 'title=Deck'],
    ['--size', 'half'],
  ] as const) {
    const { status, stderr } = await run('figures', 'brief', '--deck', 'brief.pptx', option, value)
    expect(status).toBe(2)
    expect(stderr).toMatch(new RegExp(`^lacuna: ${option} does not go with --deck: .*; leave ${option} out, or .*\n$`))
  }
  writeFileSync(join(folder.path, 'notes.png'), 'no picture')
  expect(await run('figures', 'brief', '--kinds', 'gallery', '--picture', 'notes.png')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^lacuna: \/.*notes\.png: the picture cannot be used: .*\n$/),
  })
  expect(await run('figures', 'nobody')).toMatchObject({ status: 1, stderr: expect.stringContaining('no run "nobody"') })
})

it('draws an own picture under a drawn mask, the same bytes again, and a model whose data set is gone', async () => {
  const own = temporaryFolder()
  const here = (...args: string[]) => lacuna(args, own.path)
  try {
    await addWaves(own.path)
    expect(await here('train', ...onWaves, '--steps', '3', '--name', 'waved')).toMatchObject({ status: 0 })
    const data = Uint8Array.from({ length: 40 * 24 * 3 }, (_, i) => (i * 7) % 251)
    writeFileSync(join(own.path, 'mine.png'), encode({ width: 40, height: 24, channels: 3, data }))
    const word = packMask(new Uint8Array(256).fill(1, 0, 192))
    const gallery = async (...more: string[]) => {
      const asked = ['--kinds', 'gallery', '--picture', 'mine.png', '--masks', `drawn:${word}`, '--json', ...more]
      const result = await here('figures', 'waved', ...asked)
      return { ...result, files: result.events.map(({ file }) => readFileSync(file as string)) }
    }
    const finer = ['--scale', '4', '--baselines', 'nearest', '--format', 'svg,csv']
    const [first, second] = [await gallery('--out', 'first', ...finer), await gallery('--out', 'second', ...finer)]
    expect(first.status, first.stderr).toBe(0)
    expect(first.files).toHaveLength(2)
    expect(second.files).toEqual(first.files)
    const [svg, csv] = first.files.map(String) as [string, string]
    expect(svg).toContain('Drawn by hand, p = 0.75 (75 % known)')
    expect(svg).toContain('own picture mine.png')
    expect(svg).toContain(`drawn:${word}`)
    expect(svg).toMatch(/waved\s×4/)
    expect(csv).toMatch(/drawn,0\.75,mine\.png,nearest/)

    const byRate = ['--kinds', 'mask-rates', '--masks', `drawn:${word}`, '--limit', '2', '--json']
    const rates = await here('figures', 'waved', ...byRate)
    expect(rates.events[0]!.notes).toContainEqual(expect.stringContaining('None of the chosen masks is random'))
    expect(readFileSync(rates.events[0]!.file as string, 'utf8')).toContain('2 test pictures')

    expect(await here('datasets', 'remove', 'waves')).toMatchObject({ status: 0 })
    const model = await here('figures', 'waved', '--kinds', 'architecture', '--json')
    expect(model.status, model.stderr).toBe(0)
    expect(readFileSync(model.events[0]!.file as string, 'utf8')).toContain('16×16×3')
  } finally {
    own.remove()
  }
})
