import { createHash } from 'node:crypto'
import { createReadStream, readlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../src-shared/errors.ts'
import type { PictureProblem } from './kinds/kind.ts'
import { datasetKind } from './kinds/registry.ts'

/** What a worker is started with. */
export interface WorkerSetup {
  kind: string
  options: unknown
  imageSize: number
  work: unknown
  /** Path of images.u8, already of its full size. */
  file: string
  pictureBytes: number
}

/** Make pictures [start, end) and write them in their place, or hash the whole file. */
export type WorkerRequest = { do: 'make'; start: number; end: number } | { do: 'hash' }
export type WorkerReply = { problems: PictureProblem[] } | { hash: string } | { error: string }

/** Training comes first. Linux alone gives each thread its own priority. */
function yieldToTraining(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').pop()), 5)
  } catch {
    // a courtesy: without it the build is only less polite
  }
}

yieldToTraining()
const { kind, options, imageSize, work, file, pictureBytes } = workerData as WorkerSetup
const source = datasetKind(kind).openSource(options, imageSize, work)
const handle = open(file, 'r+')

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  if (request.do === 'hash') {
    const hash = createHash('sha256')
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(bytes)
    return { hash: hash.digest('hex') }
  }
  const { start, end } = request
  const pictures = new Uint8Array((end - start) * pictureBytes)
  const problems = await (await source).produce(start, end, pictures)
  let written = 0
  while (written < pictures.length) {
    const result = await (await handle).write(pictures, written, pictures.length - written, start * pictureBytes + written)
    written += result.bytesWritten
  }
  return { problems }
}

parentPort!.on('message', async (request: WorkerRequest) => {
  const reply = await answer(request).catch((error: unknown): WorkerReply => ({ error: messageOf(error) }))
  parentPort!.postMessage(reply)
})
