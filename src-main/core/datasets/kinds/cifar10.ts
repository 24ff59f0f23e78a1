import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { DatasetProblem } from '../../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { openRecordSource, planRecords, type RecordWork } from '../files/records.ts'
import { checkFolder } from '../files/scan.ts'
import type { DatasetKind } from './kind.ts'

const options = z.object({ path: z.string() })

const SIDE = 32
/** A label, then the red, green and blue planes. */
const RECORD = 1 + 3 * SIDE * SIDE
/** In each of the files, as published. */
const PICTURES = 10_000
const BATCH = /^(data_batch_\d+|test_batch)\.bin$/

/** CIFAR-10 in its binary version. */
export const cifar10: DatasetKind<z.infer<typeof options>> = {
  title: 'CIFAR-10',
  description: 'The binary version: data_batch_1.bin to data_batch_5.bin and test_batch.bin.',
  fields: [{ name: 'path', label: 'Folder', help: 'cifar-10-batches-bin, or the one it is in.', type: 'folder', required: true }],
  version: 1,
  options,
  looksAtFiles: true,
  mayLeaveOut: false,
  async plan({ path }, imageSize) {
    checkFolder(path)
    const inner = join(path, 'cifar-10-batches-bin')
    const root = existsSync(inner) ? inner : path
    const problems: DatasetProblem[] = []
    const found = readdirSync(root)
      .filter((name) => BATCH.test(name))
      .sort()
    const files = found.flatMap((name) => {
      const { size } = statSync(join(root, name))
      const count = Math.floor(size / RECORD)
      const what =
        size === 0
          ? 'an empty file'
          : size % RECORD !== 0
            ? `truncated: its ${size} bytes are no multiple of ${RECORD}; the ${count} whole pictures are used`
            : count !== PICTURES
              ? `holds ${count} pictures, not ${PICTURES}`
              : null
      if (what) problems.push({ file: name, what, leftOut: true })
      return count > 0 ? [{ name, compressed: false, header: 0, record: RECORD, prefix: 1, count }] : []
    })
    const count = (test: boolean) =>
      files.reduce((sum, file) => sum + ((file.name === 'test_batch.bin') === test ? file.count : 0), 0)
    if (count(false) === 0) {
      throw new WorkbenchError('dataset-source', `${path}: no data_batch_1.bin to data_batch_5.bin with pictures in it`)
    }
    const work: RecordWork = { root, files, width: SIDE, height: SIDE, channels: 3, planar: true }
    return planRecords(work, count(false), count(true), imageSize, problems)
  },
  async openSource(_options, imageSize, work) {
    return openRecordSource(work as RecordWork, imageSize)
  },
}
