import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { PICTURE_NAME } from '../decode/registry.ts'
import { type FileWork, openFileSource } from '../files/file-source.ts'
import { planFiles } from '../files/plan-files.ts'
import { checkFolder, scanPictures } from '../files/scan.ts'
import { listed, readSplitList } from '../files/split-list.ts'
import type { DatasetKind } from './kind.ts'

const options = z.object({ path: z.string(), crop: z.int().positive().default(148) })

const PICTURE_FOLDERS = ['img_align_celeba', 'img_align_celeba_png']
/** As published, and as Kaggle has it. */
const PARTITIONS = ['list_eval_partition.txt', 'list_eval_partition.csv']
/** How far below the given folder they are looked for. */
const DEPTH = 3

/** The user's own copy of CelebA, aligned and cropped, with its official splits. */
export const celeba: DatasetKind<z.infer<typeof options>> = {
  title: 'CelebA',
  description: 'Your own copy: img_align_celeba and list_eval_partition.txt, with the official splits.',
  fields: [
    {
      name: 'path',
      label: 'Folder',
      help: 'The one with img_align_celeba and list_eval_partition.txt in it, or up to three above.',
      type: 'folder',
      required: true,
    },
    {
      name: 'crop',
      label: 'Crop',
      help: 'Side of the centred square, in pixels. Published ones differ (89, 108, 128, 140, 178), and so do their results.',
      type: 'number',
      required: false,
      default: 148,
    },
  ],
  version: 1,
  options,
  looksAtFiles: true,
  mayLeaveOut: true,
  async plan({ path, crop }) {
    checkFolder(path)
    const root = findPictures(path)
    const partition = find(path, PARTITIONS, DEPTH) ?? find(dirname(root), PARTITIONS, 1) ?? find(dirname(path), PARTITIONS, 0)
    if (!partition) throw missing(path, `no ${PARTITIONS[0]}`)
    const list = readSplitList(partition)
    const found = scanPictures(root)
    const there = new Set(found.names)
    // Some copies hold the pictures as PNG, listed as .jpg.
    const nameFor = (name: string) => {
      const other = name.replace(/\.jpg$/, '.png')
      return !there.has(name) && there.has(other) ? other : name
    }
    const splitOf = new Map([...list.splitOf].map(([name, split]) => [nameFor(name), split]))
    const file = basename(partition)
    const absent = [...splitOf.keys()].filter((name) => !there.has(name))
    const unlisted = found.names.filter((name) => !splitOf.has(name))
    return planFiles({
      root,
      found,
      splitOf: (name) => splitOf.get(name) ?? null,
      channels: 3,
      crop,
      problems: [
        ...found.problems,
        ...list.problems,
        ...listed(
          absent.map((name) => ({ file: name, what: `in ${file}, but there is no such picture`, leftOut: true })),
          file,
          'names are without a picture',
        ),
        ...listed(
          unlisted.map((name) => ({ file: name, what: `not in ${file}`, leftOut: true })),
          file,
          'pictures are not in it',
        ),
      ],
      fingerprint: [list.text],
    })
  },
  async openSource(_options, imageSize, work) {
    return openFileSource(work as FileWork, imageSize)
  },
}

function missing(path: string, what: string): WorkbenchError {
  return new WorkbenchError(
    'dataset-source',
    `${path}: ${what} in it or up to ${DEPTH} folders below; expected a copy of CelebA: ${PICTURE_FOLDERS[0]} with the pictures, and ${PARTITIONS[0]}`,
  )
}

/** The folder with the pictures: archives often hold one of the same name within it. */
function findPictures(path: string): string {
  let found = PICTURE_FOLDERS.includes(basename(path)) ? path : find(path, PICTURE_FOLDERS, DEPTH)
  if (!found) throw missing(path, `no ${PICTURE_FOLDERS[0]}`)
  for (;;) {
    const inner = PICTURE_FOLDERS.map((name) => join(found!, name)).find((candidate) => existsSync(candidate))
    if (!inner || readdirSync(found).some((name) => PICTURE_NAME.test(name))) return found
    found = inner
  }
}

/** The first of the names that is there, nearest first. */
function find(path: string, names: readonly string[], depth: number): string | undefined {
  const direct = names.map((name) => join(path, name)).find((candidate) => existsSync(candidate))
  if (direct || depth === 0) return direct
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isDirectory() || PICTURE_FOLDERS.includes(entry.name)) continue
    const found = find(join(path, entry.name), names, depth - 1)
    if (found) return found
  }
  return undefined
}
