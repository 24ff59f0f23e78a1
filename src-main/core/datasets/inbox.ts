import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'

/** What no data set was made of is deleted after so long, in milliseconds: half a drop, or a form that was left. */
const KEPT_FOR = 24 * 3_600_000

/** A file on its way in. */
interface IncomingFile {
  /** Relative, with `/`. */
  readonly name: string
  readonly bytes: Uint8Array
  /** Whether it goes behind what has come of this file. */
  readonly append: boolean
}

/** Pictures that were dropped or unpacked: copies in `DATA/inbox/<id>/<name>`, which belong to the data sets made of them. */
export class Inbox {
  readonly folder: string

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'inbox')
  }

  /**
   * @param name what the folder is to be called
   * @returns a new, empty folder
   */
  async begin(name: string): Promise<{ inbox: string; path: string }> {
    const inbox = randomBytes(6).toString('hex')
    const path = join(this.folder, inbox, ...checkedParts(name).slice(-1))
    await mkdir(path, { recursive: true })
    return { inbox, path }
  }

  /** @throws WorkbenchError inbox-name for a name that would lead out; inbox-gone; inbox-disk */
  async write(inbox: string, files: readonly IncomingFile[]): Promise<void> {
    const [name] = await readdir(join(this.folder, inbox)).catch(() => [] as string[])
    if (name === undefined) throw new WorkbenchError('inbox-gone', `nothing is expected under ${inbox}: drop the folder again`)
    for (const file of files) {
      const path = join(this.folder, inbox, name, ...checkedParts(file.name))
      try {
        await mkdir(dirname(path), { recursive: true })
        await (file.append ? appendFile(path, file.bytes) : writeFile(path, file.bytes))
      } catch (error) {
        throw new WorkbenchError('inbox-disk', `${file.name} cannot be written to ${this.folder}: ${messageOf(error)}`)
      }
    }
  }

  async discard(inbox: string): Promise<void> {
    await rm(join(this.folder, inbox), { recursive: true, force: true })
  }

  /** The id of what a path is a part of; undefined outside the inbox. */
  idOf(path: string): string | undefined {
    const [first] = relative(this.folder, path).split(sep)
    return first === '' || first === '..' ? undefined : first
  }

  /** Deletes what is old and in none of the paths that are used. @param now UTC milliseconds */
  async sweep(used: readonly string[], now: number): Promise<void> {
    const keep = new Set(used.map((path) => this.idOf(path)))
    for (const id of await readdir(this.folder).catch(() => [] as string[])) {
      const changed = (await stat(join(this.folder, id)).catch(() => null))?.mtimeMs ?? now
      if (!keep.has(id) && now - changed > KEPT_FOR) await this.discard(id)
    }
  }
}

/** The parts of a relative path. @throws WorkbenchError inbox-name when it could lead anywhere but down */
export function checkedParts(name: string): string[] {
  const parts = name.split('/')
  const strange = (part: string) => part === '' || part === '.' || part === '..' || /[\\:\0]/.test(part) || part.length > 255
  if (!parts.some(strange)) return parts
  throw new WorkbenchError('inbox-name', `"${name}" is no name for a file here: expected a relative path such as faces/1.png`)
}
