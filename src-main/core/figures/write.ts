import { Worker } from 'node:worker_threads'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { FigureFormatName, RenderedDeck, RenderedFigure } from '../../../src-shared/figures/rendered.ts'
import { entryPath } from '../program.ts'
import { figureFormat } from './formats/registry.ts'
import type { DeckOptions } from './pptx/deck.ts'
import type { WriteJob, WriteReply } from './write-worker.ts'

/** Formats that are written in a moment; the others take a second of processor time, which nobody else should wait for. */
const quick: readonly FigureFormatName[] = ['svg', 'csv']

/**
 * A figure's file.
 *
 * @throws WorkbenchError `figure-write`; the signal's reason
 */
export function writeFigure(figure: RenderedFigure, format: FigureFormatName, signal?: AbortSignal): Promise<Uint8Array> {
  return quick.includes(format) ? figureFormat(format).write(figure) : inThread({ figure, format }, { signal })
}

/** A deck's file, written in a thread of its own; see `pptx/deck.ts`. @throws as `writeFigure` */
export function writeDeckFile(deck: RenderedDeck, options: DeckOptions = {}): Promise<Uint8Array> {
  return inThread({ deck }, options)
}

function inThread(job: WriteJob, { signal, onProgress }: DeckOptions): Promise<Uint8Array> {
  signal?.throwIfAborted()
  const worker = new Worker(entryPath('src-main/core/figures/write-worker.ts'), { workerData: job, execArgv: [] })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const fail = (why: string) => reject(new WorkbenchError('figure-write', `the figure could not be written: ${why}`))
  const give = () => reject(signal!.reason)
  signal?.addEventListener('abort', give)
  worker.on('message', (reply: WriteReply) => {
    if ('progress' in reply) onProgress?.(reply.progress)
    else if ('bytes' in reply) resolve(reply.bytes)
    else fail(reply.failure)
  })
  worker.on('error', (error: Error) => fail(error.message))
  worker.on('exit', () => fail('its thread ended'))
  return promise.finally(() => {
    signal?.removeEventListener('abort', give)
    void worker.terminate()
  })
}
