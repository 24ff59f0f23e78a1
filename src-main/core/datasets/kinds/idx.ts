import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DatasetProblem } from '../../../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../../../src-shared/errors.ts'
import { openRecordSource, planRecords, type RecordFile, type RecordWork, readWhole } from '../files/records.ts'
import { checkFolder } from '../files/scan.ts'
import type { DatasetKind } from './kind.ts'

const options = z.object({ path: z.string() })

const IMAGES = /^(.*?)(train|t10k|test)-images[-.]idx3-ubyte(\.gz)?$/i
/** IDX: two zeros, 8 for bytes, 3 dimensions. */
const MAGIC = 0x00000803

/** MNIST, Fashion-MNIST and others in its format: grey pictures in IDX files. */
export const idx: DatasetKind<z.infer<typeof options>> = {
  title: 'IDX (MNIST, Fashion-MNIST)',
  description: 'train-images-idx3-ubyte and t10k-images-idx3-ubyte, compressed (.gz) or not.',
  fields: [{ name: 'path', label: 'Folder', help: 'The one with the files in it.', type: 'folder', required: true }],
  version: 1,
  options,
  looksAtFiles: true,
  mayLeaveOut: false,
  async plan({ path }, imageSize) {
    checkFolder(path)
    const found = readdirSync(path)
      .sort()
      .flatMap((name) => {
        const match = IMAGES.exec(name)
        return match ? [{ name, test: match[2]!.toLowerCase() !== 'train', compressed: match[3] !== undefined }] : []
      })
    // Of a file and its compressed copy one is enough.
    const files = found.filter(({ name, compressed }) => !compressed || !found.some((other) => `${other.name}.gz` === name))
    if (!files.some(({ test }) => !test)) {
      throw new WorkbenchError('dataset-source', `${path}: no train-images-idx3-ubyte or train-images-idx3-ubyte.gz in it`)
    }
    const problems: DatasetProblem[] = []
    const opened = files.flatMap((file) => {
      const result = inspectFile(path, file)
      if ('what' in result) problems.push(result)
      else if (result.problem) problems.push(result.problem)
      return 'what' in result ? [] : [{ ...result, test: file.test }]
    })
    const first = opened.find(({ test }) => !test)
    if (!first) throw new WorkbenchError('dataset-source', `${path}: ${problems[0]!.file}: ${problems[0]!.what}`)
    const { width, height } = first
    const fitting = opened.filter((file) => file.width === width && file.height === height)
    for (const { record } of opened.filter((file) => !fitting.includes(file))) {
      problems.push({ file: record.name, what: `its pictures are not ${width}×${height} as the others are`, leftOut: true })
    }
    const ordered = [...fitting.filter(({ test }) => !test), ...fitting.filter(({ test }) => test)]
    const count = (test: boolean) => fitting.reduce((sum, file) => sum + (file.test === test ? file.record.count : 0), 0)
    const work: RecordWork = {
      ...{ root: path, width, height, channels: 1, planar: false },
      files: ordered.map(({ record }) => record),
    }
    return planRecords(work, count(false), count(true), imageSize, problems)
  },
  async openSource(_options, imageSize, work) {
    return openRecordSource(work as RecordWork, imageSize)
  },
}

interface Inspected {
  readonly width: number
  readonly height: number
  readonly record: RecordFile
  readonly problem: DatasetProblem | null
}

function inspectFile(root: string, { name, compressed }: { name: string; compressed: boolean }): Inspected | DatasetProblem {
  const problem = (what: string) => ({ file: name, what, leftOut: true })
  let bytes: Buffer
  try {
    bytes = readWhole(join(root, name), compressed)
  } catch (error) {
    return problem(`cannot be read (${messageOf(error)})`)
  }
  if (bytes.length < 16 || bytes.readUInt32BE(0) !== MAGIC) return problem('not an IDX file of pictures')
  const [declared, height, width] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8), bytes.readUInt32BE(12)]
  if (width === 0 || height === 0 || width > 4096 || height > 4096) return problem(`declares pictures of ${width}×${height}`)
  const count = Math.min(declared, Math.floor((bytes.length - 16) / (width * height)))
  const record = { name, compressed, header: 16, record: width * height, prefix: 0, count }
  const short = count < declared ? problem(`truncated: holds ${count} of ${declared} pictures`) : null
  return { width, height, record, problem: short }
}
