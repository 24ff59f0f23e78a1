import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { DatasetProblem, SplitName } from '../../../../src-shared/datasets.ts'
import { inspect } from '../decode/read-square.ts'
import { type FileWork, openFileSource } from '../files/file-source.ts'
import { planFiles } from '../files/plan-files.ts'
import { checkFolder, scanPictures } from '../files/scan.ts'
import { listed, readSplitList } from '../files/split-list.ts'
import type { DatasetKind } from './kind.ts'

const options = z.object({
  path: z.string(),
  crop: z.int().positive().nullable().default(null),
  groupBy: z.literal('folder').optional(),
  splitFile: z.string().optional(),
  channels: z.literal([1, 3]).optional(),
  seed: z.int().default(1),
})

/** Pictures whose headers are looked at to tell whether a set is grey. */
const LOOKED_AT = 256
/** Of a split by chance; the rest is for testing. */
const TRAIN_SHARE = 0.8
const VALIDATION_SHARE = 0.1

/** Any pictures, in a folder and below it. */
export const folder: DatasetKind<z.infer<typeof options>> = {
  title: 'Folder of pictures',
  description: 'JPEG, PNG, PGM, PPM and WebP files in a folder and the folders below it.',
  fields: [
    { name: 'path', label: 'Folder', help: 'Everything below it is searched.', type: 'folder', required: true },
    {
      name: 'crop',
      label: 'Crop',
      help: 'Side of the centred square, in pixels; empty: as large as each picture allows.',
      type: 'number',
      required: false,
    },
    {
      name: 'groupBy',
      label: 'Keep together',
      help: 'One person’s pictures on both sides of the split make results look better than they are.',
      type: 'choice',
      required: false,
      choices: [{ value: 'folder', label: 'the pictures of each sub-folder' }],
    },
    {
      name: 'splitFile',
      label: 'Split',
      help: 'A CSV file of path,split; empty: 80 / 10 / 10 by chance, by the seed.',
      type: 'file',
      required: false,
    },
    {
      name: 'channels',
      label: 'Colours',
      help: 'Empty: grey where all pictures are.',
      type: 'choice',
      required: false,
      choices: [
        { value: '3', label: 'RGB' },
        { value: '1', label: 'grey' },
      ],
    },
    { name: 'seed', label: 'Seed of the split', help: '', type: 'number', required: false, default: 1 },
  ],
  version: 1,
  options,
  looksAtFiles: true,
  mayLeaveOut: true,
  async plan({ path, crop, groupBy, splitFile, channels, seed }) {
    checkFolder(path)
    const found = scanPictures(path)
    const groupOf = groupBy === 'folder' ? topFolder : undefined
    const split = splitFile ? splitByList(splitFile, found.names) : splitByChance(found.names, groupOf ?? ((name) => name), seed)
    const torn = groupOf ? tornGroups(found.names, split.splitOf, groupOf) : []
    return planFiles({
      root: path,
      found,
      splitOf: split.splitOf,
      groupOf,
      channels: channels ?? (looksGrey(path, found.names) ? 1 : 3),
      crop,
      problems: [...found.problems, ...split.problems, ...torn],
      fingerprint: split.fingerprint,
    })
  },
  async openSource(_options, imageSize, work) {
    return openFileSource(work as FileWork, imageSize)
  },
}

/** The sub-folder a picture is in, at any depth; a picture in none is a group of its own. */
function topFolder(name: string): string {
  const slash = name.indexOf('/')
  return slash < 0 ? name : name.slice(0, slash)
}

interface Split {
  readonly splitOf: (name: string) => SplitName | null
  readonly problems: DatasetProblem[]
  readonly fingerprint: readonly string[]
}

function splitByList(path: string, names: readonly string[]): Split {
  const list = readSplitList(path)
  const there = new Set(names)
  const file = basename(path)
  const missing = [...list.splitOf.keys()].filter((name) => !there.has(name))
  const unlisted = names.filter((name) => !list.splitOf.has(name))
  return {
    splitOf: (name) => list.splitOf.get(name) ?? null,
    problems: [
      ...list.problems,
      ...listed(
        missing.map((name) => ({ file: name, what: `in ${file}, but there is no such picture`, leftOut: true })),
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
  }
}

/**
 * Splits by a hash of what belongs together, so that a picture stays on its side when others come or go. In a set so small that a
 * side got nothing, those with the largest numbers are moved there.
 */
function splitByChance(names: readonly string[], unitOf: (name: string) => string, seed: number): Split {
  const shareOf = (unit: string) => createHash('sha256').update(`${seed}\0${unit}`).digest().readUInt32BE() / 2 ** 32
  const units = [...new Set(names.map(unitOf))].map((unit) => [unit, shareOf(unit)] as const).sort((a, b) => a[1] - b[1])
  const side = new Map<string, SplitName>()
  for (const [unit, share] of units) {
    side.set(unit, share < TRAIN_SHARE ? 'train' : share < TRAIN_SHARE + VALIDATION_SHARE ? 'validation' : 'test')
  }
  const sides = () => new Set(side.values())
  if (units.length >= 3 && sides().size < 3) {
    const tenth = Math.max(1, Math.round(units.length / 10))
    for (const [i, [unit]] of units.entries()) {
      const fromEnd = units.length - i
      side.set(unit, fromEnd <= tenth ? 'test' : fromEnd <= 2 * tenth ? 'validation' : 'train')
    }
  }
  if (units.length > 0 && !sides().has('train')) for (const unit of side.keys()) side.set(unit, 'train')
  return { splitOf: (name) => side.get(unitOf(name))!, problems: [], fingerprint: [] }
}

/** Groups that a list puts on several sides: what is measured on them is too good. */
function tornGroups(
  names: readonly string[],
  splitOf: (name: string) => SplitName | null,
  groupOf: (name: string) => string,
): DatasetProblem[] {
  const sides = new Map<string, Set<SplitName>>()
  for (const name of names) {
    const split = splitOf(name)
    if (!split) continue
    const group = groupOf(name)
    sides.set(group, (sides.get(group) ?? new Set()).add(split))
  }
  return [...sides]
    .filter(([, splits]) => splits.size > 1)
    .map(([file, splits]) => ({ file, what: `its pictures are in ${[...splits].join(' and ')}`, leftOut: false }))
}

/** Whether none of a sample of pictures, evenly taken, can hold colour. */
function looksGrey(root: string, names: readonly string[]): boolean {
  const step = Math.max(1, names.length / LOOKED_AT)
  let grey = false
  for (let at = 0; at < names.length; at += step) {
    try {
      if (!inspect(firstBytes(join(root, names[Math.floor(at)]!))).header.grey) return false
      grey = true
    } catch {
      // what is wrong with it is said when it is read
    }
  }
  return grey
}

function firstBytes(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(1 << 16)
    return bytes.subarray(0, readSync(file, bytes))
  } finally {
    closeSync(file)
  }
}
