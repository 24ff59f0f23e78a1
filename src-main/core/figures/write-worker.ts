import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../src-shared/errors.ts'
import type { FigureFormatName, RenderedDeck, RenderedFigure } from '../../../src-shared/figures/rendered.ts'
import { figureFormat } from './formats/registry.ts'
import { writeDeck } from './pptx/deck.ts'

/** What a writing thread is started with. */
export type WriteJob = { readonly figure: RenderedFigure; readonly format: FigureFormatName } | { readonly deck: RenderedDeck }

export type WriteReply =
  | { readonly progress: { readonly done: number; readonly of: number } }
  | { readonly bytes: Uint8Array }
  | { readonly failure: string }

const port = parentPort!
const job = workerData as WriteJob
const reply = (message: WriteReply) => port.postMessage(message)
try {
  const bytes =
    'deck' in job
      ? await writeDeck(job.deck, { onProgress: (progress) => reply({ progress }) })
      : await figureFormat(job.format).write(job.figure)
  reply({ bytes })
} catch (error) {
  reply({ failure: messageOf(error) })
}
