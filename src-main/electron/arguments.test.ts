import { describe, expect, it } from 'vitest'
import { parseArguments, profileFolder } from './arguments.ts'

describe('parseArguments', () => {
  it('takes what lacuna start passes, among the switches of Chromium', () => {
    const argv = ['electron', '/program', '--no-sandbox', '--db=/home/ada/a=b.db', '--data=/home/ada/data']
    expect(parseArguments(argv, '/home')).toEqual({ database: '/home/ada/a=b.db', dataFolder: '/home/ada/data' })
  })

  it('defaults to experiments.db where it was started, with its data beside it', () => {
    expect(parseArguments(['electron', '.', '--db='], '/home')).toEqual({
      database: '/home/experiments.db',
      dataFolder: undefined,
    })
  })
})

describe('profileFolder', () => {
  it('is the same for one database and differs between two', () => {
    expect(profileFolder('/config', '/a.db')).toBe(profileFolder('/config', '/a.db'))
    expect(profileFolder('/config', '/a.db')).not.toBe(profileFolder('/config', '/b.db'))
  })
})
