import { createHash } from 'node:crypto'
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetProblem } from '../../../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../../../src-shared/errors.ts'
import { PICTURE_NAME } from '../decode/registry.ts'
import type { SourceContents } from '../kinds/kind.ts'

/** Pictures by their names, but of formats that are not read. */
const OTHER_PICTURE = /\.(gif|bmp|tiff?|heic|heif|avif|jxl|jp2|psd|tga|ico|svg)$/i

export interface FoundPictures {
  /** Paths below the folder, with `/`, ascending. */
  readonly names: readonly string[]
  readonly contents: SourceContents
  readonly problems: DatasetProblem[]
}

/** @throws WorkbenchError `dataset-source` unless the path is a folder that is there */
export function checkFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  throw new WorkbenchError('dataset-source', `${path}: ${found ? 'not a folder' : 'no such folder'}; expected one with pictures`)
}

/**
 * Finds the picture files in a folder and all below it, by their names alone. Hidden files and those of other kinds are passed over.
 *
 * Everything here is synchronous: for 200,000 files that is several times faster, and it runs in a thread of its own.
 */
export function scanPictures(root: string): FoundPictures {
  const names: string[] = []
  const problems: DatasetProblem[] = []
  const visited = new Set<string>()
  const stampOf = new Map<string, readonly [bytes: number, changed: number]>()

  function visit(folder: string): void {
    let entries: Dirent[]
    try {
      const real = realpathSync(join(root, folder))
      if (visited.has(real)) return // a link back
      visited.add(real)
      entries = readdirSync(real, { withFileTypes: true })
    } catch (error) {
      problems.push({ file: folder, what: `the folder cannot be read (${messageOf(error)})`, leftOut: true })
      return
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) visit(name)
      else if (PICTURE_NAME.test(entry.name) || entry.isSymbolicLink()) {
        const found = statSync(join(root, name), { throwIfNoEntry: false })
        if (found?.isDirectory()) visit(name)
        else if (PICTURE_NAME.test(entry.name)) {
          names.push(name)
          stampOf.set(name, [found?.size ?? -1, found?.mtimeMs ?? 0])
        }
      } else if (OTHER_PICTURE.test(entry.name)) {
        problems.push({ file: name, what: 'a format that is not read: expected JPEG, PNG, PGM, PPM or WebP', leftOut: true })
      }
    }
  }

  visit('')
  names.sort()
  return { names, contents: contentsOf(names, (name) => stampOf.get(name)!), problems }
}

/** @param names ascending */
export function contentsOf(
  names: readonly string[],
  stampOf: (name: string) => readonly [bytes: number, changed: number],
): SourceContents {
  const stamps = new Float64Array(2 * names.length)
  for (const [i, name] of names.entries()) stamps.set(stampOf(name), 2 * i)
  return { names: names.join('\n'), stamps }
}

/** Changes when a file is added, removed or written to. */
export function fingerprintOf({ names, stamps }: SourceContents, ...more: readonly string[]): string {
  const hash = createHash('sha256').update(names).update(stamps)
  for (const text of more) hash.update('\0').update(text)
  return hash.digest('hex')
}

/** What is different between two looks at a source, file by file. */
export function changesBetween(before: SourceContents, after: SourceContents): DatasetProblem[] {
  const when = 'while the set was being built'
  const table = ({ names, stamps }: SourceContents) =>
    new Map(names === '' ? [] : names.split('\n').map((name, i) => [name, `${stamps[2 * i]} ${stamps[2 * i + 1]}`]))
  const [old, now] = [table(before), table(after)]
  const problems: DatasetProblem[] = []
  for (const [file, stamp] of old) {
    const found = now.get(file)
    if (found === undefined) problems.push({ file, what: `removed ${when}`, leftOut: false })
    else if (found !== stamp) problems.push({ file, what: `changed ${when}: either version may be in it`, leftOut: false })
  }
  for (const file of now.keys())
    if (!old.has(file)) problems.push({ file, what: `added ${when}: it is not in it`, leftOut: false })
  return problems
}
