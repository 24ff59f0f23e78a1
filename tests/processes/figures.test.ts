import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { lacuna, temporaryFolder } from '../support/lacuna.ts'

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
  expect(await run('figures', 'nobody')).toMatchObject({ status: 1, stderr: expect.stringContaining('no run "nobody"') })
})
