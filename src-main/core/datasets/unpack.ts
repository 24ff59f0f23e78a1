import { createWriteStream } from 'node:fs'
import { mkdir, readdir, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise } from 'yauzl'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { checkedParts, type Inbox } from './inbox.ts'

/** Entries that systems add for themselves. */
const BESIDE_THE_POINT = /(^|\/)(__MACOSX|\.[^/]*)(\/|$)/

/** Whether a path is a zip by its name. */
export const isZip = (path: string): boolean => /\.zip$/i.test(path)

/**
 * Unpacks a zip into the inbox.
 *
 * @returns the folder its files are in: where all are in one folder, that one
 * @throws WorkbenchError dataset-source when it is no zip, damaged, encrypted, or larger than the disk has room for
 */
export async function unpack(zipPath: string, inbox: Inbox): Promise<string> {
  const name = basename(zipPath).replace(/\.zip$/i, '') || 'pictures'
  const made = await inbox.begin(name)
  try {
    const zip = await openPromise(zipPath)
    let bytes = 0
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || BESIDE_THE_POINT.test(entry.fileName)) continue
      bytes += entry.uncompressedSize
      await checkRoom(made.path, entry, bytes)
      const target = join(made.path, ...checkedParts(entry.fileName))
      await mkdir(dirname(target), { recursive: true })
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target))
    }
    if (bytes === 0) throw new WorkbenchError('dataset-source', 'there are no files in it')
    return await onlyFolder(made.path)
  } catch (error) {
    await inbox.discard(made.inbox)
    throw new WorkbenchError('dataset-source', `${zipPath}: cannot be unpacked: ${messageOf(error)}`)
  }
}

/** A small zip can hold far more than the disk does: what it says of itself is checked before, yauzl holds it to that. */
async function checkRoom(folder: string, entry: Entry, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (entry.uncompressedSize < bavail * bsize) return
  const [needed, free] = [bytes, bavail * bsize].map((value) => `${Math.ceil(value / 1e6).toLocaleString('en')} MB`)
  throw new WorkbenchError('dataset-source', `it holds ${needed} and more, ${free} are free on the disk`)
}

async function onlyFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.length === 1 && entries[0]!.isDirectory() ? onlyFolder(join(folder, entries[0]!.name)) : folder
}
