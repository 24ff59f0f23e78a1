import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { zipOf } from '../../../tests/support/zip.ts'
import { Inbox } from './inbox.ts'
import { unpack } from './unpack.ts'

let folder: string
let inbox: Inbox
const bytes = (text: string) => Buffer.from(text)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lacuna-inbox-'))
  inbox = new Inbox(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function zipped(files: Record<string, Uint8Array>): Promise<string> {
  const path = join(folder, 'faces.zip')
  await writeFile(path, zipOf(files))
  return path
}

describe('unpacking a zip', () => {
  test('leads to the folder that holds the files, and leaves out what systems add', async () => {
    const path = await zipped({ 'faces/s1/1.png': bytes('one'), 'faces/s2/1.png': bytes('two'), '__MACOSX/faces/x': bytes('no') })
    const found = await unpack(path, inbox)
    expect((await readdir(found)).sort()).toEqual(['s1', 's2'])
    expect(await readFile(join(found, 's2', '1.png'), 'utf8')).toBe('two')
    expect(inbox.idOf(found)).toMatch(/^[0-9a-f]{12}$/)
  })

  test.each([
    ['a name that leads out', () => zipOf({ '../../evil.png': bytes('x') }), 'faces.zip: cannot be unpacked'],
    ['half a zip', () => zipOf({ 'a.png': bytes('x') }).subarray(0, 40), 'faces.zip: cannot be unpacked'],
    ['no zip', () => bytes('not a zip at all'), 'faces.zip: cannot be unpacked'],
    ['an empty one', () => zipOf({}), 'there are no files in it'],
  ])('%s is refused and leaves nothing', async (_, make, message) => {
    const path = join(folder, 'faces.zip')
    await writeFile(path, make())
    await expect(unpack(path, inbox)).rejects.toThrow(message)
    expect(await readdir(inbox.folder)).toEqual([])
    expect(existsSync(join(folder, '..', 'evil.png'))).toBe(false)
  })
})

describe('the inbox', () => {
  test('puts pieces of a file behind each other and keeps names below its folder', async () => {
    const { inbox: id, path } = await inbox.begin('faces')
    await inbox.write(id, [{ name: 's1/1.png', bytes: bytes('ab'), append: false }])
    await inbox.write(id, [{ name: 's1/1.png', bytes: bytes('cd'), append: true }])
    expect(await readFile(join(path, 's1/1.png'), 'utf8')).toBe('abcd')
    for (const name of ['../x', '/etc/x', 'a/../../x', 'a\\b', 'c:x', '']) {
      await expect(inbox.write(id, [{ name, bytes: bytes('x'), append: false }])).rejects.toThrow('is no name for a file')
    }
  })

  test('forgets after a day what nothing was made of', async () => {
    const [used, unused, young] = [await inbox.begin('a'), await inbox.begin('b'), await inbox.begin('c')]
    const [now, before] = [Date.now(), new Date(Date.now() - 25 * 3_600_000)]
    for (const { inbox: id } of [used, unused]) await utimes(join(inbox.folder, id), before, before)
    await inbox.sweep([used.path, '/elsewhere'], now)
    expect((await readdir(inbox.folder)).sort()).toEqual([used.inbox, young.inbox].sort())
  })
})
