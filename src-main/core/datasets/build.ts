import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  addRange,
  type BuildProgress,
  coversRange,
  type DatasetLayout,
  type DatasetManifest,
  type DatasetProblem,
  type DatasetProgress,
  type PictureRange,
  parseBuildProgress,
  parseManifest,
  pictureBytes,
  totalPictures,
} from '../../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { writeAtomically } from './atomic-file.ts'
import { clearBuildLocks, takeBuildLock, thisProcess } from './build-lock.ts'
import type { WorkerSetup } from './build-worker.ts'
import { closeGaps, layoutWithout } from './settle.ts'
import { WorkerPool } from './worker-pool.ts'

/** Pictures a worker makes at a time. */
const CHUNK = 128
/** What is made first of training and validation, so that a first step and a first validation come at once. */
const HEAD_START = 512
/** Between two writes of progress.json, in milliseconds, at least and at most. */
const PROGRESS_EVERY = 250

export interface BuildJob {
  /** `DATA/datasets/<hash>`. */
  readonly folder: string
  readonly layout: DatasetLayout
  readonly source: Pick<WorkerSetup, 'kind' | 'options' | 'work'>
  /** Found when it was planned. */
  readonly problems: readonly DatasetProblem[]
  /** What has changed in the source since it was planned. */
  readonly changes: () => Promise<readonly DatasetProblem[]>
  readonly workers: number
  readonly now: () => number
  readonly onProgress: (progress: DatasetProgress) => void
  readonly signal: AbortSignal | undefined
}

async function readIfThere<T>(path: string, parse: (text: string, where: string) => T): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : parse(text, path)
}

export const readManifest = (folder: string) => readIfThere(join(folder, 'manifest.json'), parseManifest)
export const readBuildProgress = (folder: string) => readIfThere(join(folder, 'progress.json'), parseBuildProgress)

/**
 * Brings a cache to be: builds it, continues what a dead or stopped build left, or follows the process that is building it.
 *
 * @throws the signal's reason when aborted (others that follow take over); WorkbenchError when a picture can't be made
 */
export async function ensureBuilt(job: BuildJob): Promise<DatasetManifest> {
  await mkdir(job.folder, { recursive: true })
  for (;;) {
    job.signal?.throwIfAborted()
    const ready = await readManifest(job.folder)
    if (ready) return ready
    const progress = await readBuildProgress(job.folder).catch(() => null) // a damaged one is as good as none
    const lock = await takeBuildLock(job.folder, job.now, progress?.updatedAt)
    if (lock) {
      try {
        return (await readManifest(job.folder)) ?? (await build(job))
      } finally {
        await lock.release()
        if (await readManifest(job.folder)) await clearBuildLocks(job.folder)
      }
    }
    if (progress?.state === 'building') job.onProgress(progress)
    await sleep(100)
  }
}

/** [start, end) chunks in the order of making, less what is there already. */
export function chunksToMake({ splits: { train, validation, test } }: DatasetLayout, ready: readonly PictureRange[]) {
  const parts = [
    [train.offset, Math.min(HEAD_START, train.count)],
    [validation.offset, Math.min(HEAD_START, validation.count)],
    [train.offset + HEAD_START, train.count - HEAD_START],
    [validation.offset + HEAD_START, validation.count - HEAD_START],
    [test.offset, test.count],
  ] as const
  const chunks: { do: 'make'; start: number; end: number }[] = []
  for (const [offset, count] of parts) {
    for (let start = offset; start < offset + count; start += CHUNK) {
      const end = Math.min(start + CHUNK, offset + count)
      if (!coversRange(ready, start, end)) chunks.push({ do: 'make', start, end })
    }
  }
  return chunks
}

/** Makes what is missing and seals the cache. Only with the build lock held. */
async function build(job: BuildJob): Promise<DatasetManifest> {
  const { folder, layout, now, signal } = job
  const file = join(folder, 'images.u8')
  const total = totalPictures(layout)
  const size = total * pictureBytes(layout)
  const left = await readBuildProgress(folder).catch(() => null)
  const intact = left !== null && left.layout.hash === layout.hash && (await stat(file).catch(() => null))?.size === size
  const found = intact ? left.ready.reduce((sum, [start, end]) => sum + end - start, 0) : 0
  const startedAt = now()
  const progress: BuildProgress & { leftOut: number[] } = {
    layout,
    state: 'building',
    ready: intact ? left.ready : [],
    done: found,
    total,
    picturesPerSecond: 0,
    secondsLeft: null,
    problems: intact ? left.problems : [...job.problems],
    leftOut: intact ? (left.leftOut ?? []) : [],
    builder: await thisProcess(),
    updatedAt: startedAt,
  }
  const handle = await open(file, intact ? 'r+' : 'w+')
  const record = async (change: Partial<BuildProgress> = {}) => {
    const snapshot = { ...progress, ...change, updatedAt: now() }
    await handle.datasync() // what progress.json promises is on the disk
    await writeAtomically(join(folder, 'progress.json'), JSON.stringify(snapshot))
    job.onProgress(snapshot)
  }
  let pool: WorkerPool | undefined
  let stopRecording = async () => {}
  try {
    await handle.truncate(size)
    await record()
    pool = new WorkerPool({ ...job.source, imageSize: layout.imageSize, file, pictureBytes: pictureBytes(layout) }, job.workers)
    stopRecording = recordRegularly(record)
    const made = pool.run(chunksToMake(layout, progress.ready), ({ start, end }, reply) => {
      if ('problems' in reply && reply.problems.length > 0) {
        progress.problems = [...progress.problems, ...reply.problems.map(({ file, what, leftOut }) => ({ file, what, leftOut }))]
        const leftOut = reply.problems.filter((problem) => problem.leftOut).map(({ picture }) => picture)
        progress.leftOut = [...progress.leftOut, ...leftOut]
      }
      progress.ready = addRange(progress.ready, start, end)
      progress.done += end - start
      const seconds = Math.max(1e-3, (now() - startedAt) / 1000)
      progress.picturesPerSecond = (progress.done - found) / seconds
      progress.secondsLeft = (total - progress.done) / progress.picturesPerSecond
    })
    await untilAborted(made, signal)
    await stopRecording()
    progress.problems = [...progress.problems, ...(await job.changes())]
    const settled = layoutWithout(layout, progress.leftOut)
    checkLeft(settled, progress)
    if (progress.leftOut.length > 0) {
      await record({ ready: [] }) // killed from here on, it is made anew: half of it has moved
      progress.ready = []
      await closeGaps(handle, layout, progress.leftOut)
    }
    await handle.sync()
    return await seal(job, pool, settled, progress)
  } catch (error) {
    await pool?.close()
    await stopRecording().catch(() => {})
    await record(signal?.aborted ? { state: 'stopped' } : { state: 'failed', reason: messageOf(error) }).catch(() => {})
    throw error
  } finally {
    await pool?.close()
    await handle.close()
  }
}

/** @throws WorkbenchError dataset-empty when there is nothing left to train on */
function checkLeft({ name, source, splits }: DatasetLayout, { problems, leftOut = [] }: BuildProgress): void {
  if (splits.train.count > 0) return
  const first = problems.find((problem) => problem.leftOut)
  throw new WorkbenchError(
    'dataset-empty',
    `data set "${name}": none of the training pictures in ${source} could be read (${leftOut.length} left out` +
      `${first ? `; the first: ${first.file}: ${first.what}` : ''})`,
  )
}

/** Hashes the data and writes the manifest: from here on the cache is valid. */
async function seal(
  job: BuildJob,
  pool: WorkerPool,
  layout: DatasetLayout,
  { problems, ...progress }: BuildProgress,
): Promise<DatasetManifest> {
  let contentHash = ''
  const hashed = pool.run([{ do: 'hash' }], (_, reply) => {
    if ('hash' in reply) contentHash = reply.hash
  })
  await untilAborted(hashed, job.signal)
  const manifest: DatasetManifest = { ...layout, contentHash, problems, createdAt: job.now() }
  await writeAtomically(join(job.folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await rm(join(job.folder, 'progress.json'), { force: true })
  job.onProgress({ ...progress, secondsLeft: 0 })
  return manifest
}

/** Records now and then, one at a time, soon at first; the returned function ends it and waits for the last. */
function recordRegularly(record: () => Promise<void>): () => Promise<void> {
  const stop = new AbortController()
  const ended = (async () => {
    for (let wait = 50; !stop.signal.aborted; wait = Math.min(PROGRESS_EVERY, wait * 1.5)) {
      await sleep(wait, undefined, { signal: stop.signal }).catch(() => {})
      if (!stop.signal.aborted) await record()
    }
  })()
  ended.catch(() => {}) // said when the build ends
  return () => {
    stop.abort()
    return ended
  }
}

async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return work
  signal.throwIfAborted()
  work.catch(() => {}) // after an abort the workers' end is no news
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
