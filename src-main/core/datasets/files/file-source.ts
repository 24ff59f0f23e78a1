import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../../../src-shared/errors.ts'
import { PictureError } from '../decode/picture-format.ts'
import { readSquare, type SquareOptions } from '../decode/read-square.ts'
import type { PictureProblem, PictureSource } from '../kinds/kind.ts'

/** What a worker needs to make pictures from files. */
export interface FileWork extends Omit<SquareOptions, 'size'> {
  readonly root: string
  /** In the order of the plan's pictures, one a line; a few long strings are cloned faster than many short ones. */
  readonly names: string
}

/** A name of the resampling: each pixel of the original belongs to the pixel in whose area its centre lies. */
export const AREA_FILTER = 'area (box)'

/** Makes each picture from a file of its own; those that cannot be read are left out and named. */
export function openFileSource({ root, names: lines, channels, crop }: FileWork, size: number): PictureSource {
  const names = lines.split('\n')
  const bytes = size * size * channels
  return {
    async produce(start, end, target) {
      const problems: PictureProblem[] = []
      for (let picture = start; picture < end; picture++) {
        const file = names[picture]!
        const part = target.subarray((picture - start) * bytes, (picture - start + 1) * bytes)
        try {
          const note = await readSquare(readPicture(join(root, file)), { size, channels, crop }, part)
          if (note !== null) problems.push({ picture, file, what: note, leftOut: false })
        } catch (error) {
          problems.push({ picture, file, what: reasonOf(error), leftOut: true })
        }
      }
      return problems
    },
  }
}

/** One buffer for all but large files, so that memory stays flat. */
const shared = new Uint8Array(1 << 20)

/** A file's bytes, valid until the next call. */
function readPicture(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    if (fstatSync(file).size >= shared.length) return readFileSync(file)
    let length = 0
    for (;;) {
      const got = readSync(file, shared, length, shared.length - length, null)
      length += got
      if (got === 0 || length === shared.length) return shared.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof PictureError) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'no such file any more'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read: check its permissions'
  if (code === 'EISDIR') return 'a folder, not a picture'
  return `cannot be read (${messageOf(error)})`
}
