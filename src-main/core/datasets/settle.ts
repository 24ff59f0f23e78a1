import type { FileHandle } from 'node:fs/promises'
import { type DatasetLayout, pictureBytes, splitNames, splitsOf, totalPictures } from '../../../src-shared/datasets.ts'

/** Bytes moved at a time. */
const BLOCK = 1 << 20

/** The layout of what is left when some of the planned pictures are not there. @param leftOut their numbers, in any order */
export function layoutWithout(layout: DatasetLayout, leftOut: readonly number[]): DatasetLayout {
  const gone = Uint32Array.from(new Set(leftOut)).sort()
  const lost = (start: number, count: number) => gone.filter((picture) => picture >= start && picture < start + count).length
  const [train, validation, test] = splitNames.map((split) => {
    const { offset, count } = layout.splits[split]
    return count - lost(offset, count)
  }) as [number, number, number]
  let start = 0
  const groups = layout.groups?.flatMap(({ name, count }) => {
    const left = count - lost(start, count)
    start += count
    return left > 0 ? [{ name, count: left }] : []
  })
  return { ...layout, splits: splitsOf(train, validation, test), ...(groups ? { groups } : {}) }
}

/** Closes the gaps in images.u8: pictures move towards its start, and it is cut to what is left. */
export async function closeGaps(file: FileHandle, layout: DatasetLayout, leftOut: readonly number[]): Promise<void> {
  const bytes = pictureBytes(layout)
  const gone = [...new Set(leftOut)].sort((a, b) => a - b)
  const buffer = new Uint8Array(BLOCK)
  let to = gone[0]! * bytes
  for (const [i, picture] of gone.entries()) {
    const end = (gone[i + 1] ?? totalPictures(layout)) * bytes
    for (let from = (picture + 1) * bytes; from < end; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(BLOCK, end - from), from)
      if (bytesRead === 0) throw new Error('images.u8 became shorter while it was being put in order')
      await file.write(buffer, 0, bytesRead, to)
      from += bytesRead
      to += bytesRead
    }
  }
  await file.truncate(to)
}
