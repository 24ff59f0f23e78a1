import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gunzipSync } from 'node:zlib'
import { splitsOf } from '../../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { cropAndResize } from '../../../../src-shared/resize.ts'
import type { PictureSource, SourcePlan } from '../kinds/kind.ts'
import { AREA_FILTER } from './file-source.ts'
import { contentsOf, fingerprintOf } from './scan.ts'

/** A binary file of pictures of one size, one after another. */
export interface RecordFile {
  /** Below the source's folder. */
  readonly name: string
  readonly compressed: boolean
  /** Bytes before the first record, of one, and of it before its picture. */
  readonly header: number
  readonly record: number
  readonly prefix: number
  readonly count: number
}

/** What a worker needs to make pictures from records. */
export interface RecordWork {
  readonly root: string
  /** In the file's order: training and validation, then test. */
  readonly files: readonly RecordFile[]
  /** Width and height of the originals. */
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** Whether a record holds whole planes of each colour, one after another. */
  readonly planar: boolean
}

/** These sets have no validation split of their own: it is the last so large a share of the training pictures. */
const VALIDATION_SHARE = 0.1

export function planRecords(
  work: RecordWork,
  training: number,
  test: number,
  imageSize: number,
  problems: SourcePlan['problems'],
): SourcePlan {
  if (training < 2) throw new WorkbenchError('dataset-source', `${work.root}: no pictures to train on are left in its files`)
  const validation = Math.max(1, Math.floor(training * VALIDATION_SHARE))
  const names = work.files.map(({ name }) => name).sort()
  const contents = contentsOf(names, (name) => {
    const { size, mtimeMs } = statSync(join(work.root, name))
    return [size, mtimeMs]
  })
  return {
    layout: {
      channels: work.channels,
      source: work.root,
      crop: work.width === work.height ? null : Math.min(work.width, work.height),
      filter: work.width === imageSize && work.height === imageSize ? null : AREA_FILTER,
      synthetic: false,
      exchangeable: true,
      splits: splitsOf(training - validation, validation, test),
    },
    fingerprint: fingerprintOf(contents),
    work,
    problems: problems ?? [],
    contents,
  }
}

/** A file's bytes, inflated as far as they go where it is compressed. */
export function readWhole(path: string, compressed: boolean): Buffer {
  const bytes = readFileSync(path)
  return compressed ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 31 }) : bytes
}

export function openRecordSource(work: RecordWork, imageSize: number): PictureSource {
  const { root, files, width, height, channels, planar } = work
  const picture = width * height * channels
  const inflated = new Map<string, Buffer>()

  /** A record's picture, as it is stored. */
  function read(number: number): Uint8Array {
    let index = number
    const file = files.find(({ count }) => {
      if (index < count) return true
      index -= count
      return false
    })!
    const path = join(root, file.name)
    const at = file.header + index * file.record + file.prefix
    if (file.compressed) {
      const bytes = inflated.get(path) ?? readWhole(path, true)
      inflated.set(path, bytes)
      return bytes.subarray(at, at + picture)
    }
    const bytes = new Uint8Array(picture)
    const handle = openSync(path, 'r')
    const got = readSync(handle, bytes, 0, picture, at)
    closeSync(handle)
    if (got < picture) throw new WorkbenchError('dataset-build', `${path}: it became shorter while it was read; build it again`)
    return bytes
  }

  return {
    produce(start, end, target) {
      const bytes = imageSize * imageSize * channels
      for (let number = start; number < end; number++) {
        const stored = read(number)
        const pixels = planar ? interleave(stored, channels) : stored
        target.set(cropAndResize(pixels, width, height, channels, imageSize), (number - start) * bytes)
      }
      return []
    },
  }
}

/** [channel, pixel] as [pixel, channel]. */
function interleave(planes: Uint8Array, channels: number): Uint8Array {
  const out = new Uint8Array(planes.length)
  const pixels = planes.length / channels
  for (let c = 0; c < channels; c++) for (let i = 0; i < pixels; i++) out[i * channels + c] = planes[c * pixels + i]!
  return out
}
