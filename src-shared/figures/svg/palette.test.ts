import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { palette } from './palette.ts'

it('is the window’s light theme', () => {
  const css = readFileSync(new URL('../../../src-renderer/styles/tokens.css', import.meta.url), 'utf8')
  const light = css.slice(0, css.indexOf('data-theme="dark"'))
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(light)?.[1]
  const names = {
    lineStrong: 'line-strong',
    ink2: 'ink-2',
    ink3: 'ink-3',
    accentSoft: 'accent-soft',
    hatchGround: 'hatch-ground',
    hatchLine: 'hatch-line',
  }
  for (const [key, colour] of Object.entries(palette)) {
    if (typeof colour === 'string') expect(token(names[key as keyof typeof names] ?? key), key).toBe(colour)
  }
  expect(palette.series).toEqual([1, 2, 3, 4, 5].map((i) => token(`series-${i}`)))
})
