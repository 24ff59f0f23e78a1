import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProfile } from './profile.ts'

it('writes complete events of both threads in microseconds; a device is busy from the end of its last step at the earliest', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lacuna-profile-'))
  let time = 0
  const at = (moment: number) => {
    time = moment
  }
  const profile = createProfile(join(folder, 'trace.json'), () => time)
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]

  at(1)
  expect(profile.span('prepare', () => at(3))).toBeUndefined()
  profile.device(1, first.promise)
  at(4)
  profile.device(2, second.promise)
  at(10)
  first.resolve()
  await first.promise
  at(16)
  second.resolve()
  await second.promise
  const wait = profile.span('read-back', async () => 'read')
  at(17)
  expect(await wait).toBe('read')
  await profile.write()

  const { traceEvents } = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8'))
  rmSync(folder, { recursive: true })
  expect(traceEvents.filter(({ ph }: { ph: string }) => ph === 'X')).toEqual([
    { name: 'prepare', ph: 'X', ts: 1000, dur: 2000, pid: 1, tid: 1 },
    { name: 'device', ph: 'X', ts: 3000, dur: 7000, pid: 1, tid: 2, args: { step: 1 } },
    { name: 'device', ph: 'X', ts: 10_000, dur: 6000, pid: 1, tid: 2, args: { step: 2 } },
    { name: 'read-back', ph: 'X', ts: 16_000, dur: 1000, pid: 1, tid: 1 },
  ])
})
