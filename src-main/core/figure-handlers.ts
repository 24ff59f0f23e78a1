import { randomUUID } from 'node:crypto'
import type { figureCalls } from '../../src-shared/contract/figure-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { figureKinds } from '../../src-shared/figures/kinds.ts'
import { figureFileName } from '../../src-shared/figures/rendered.ts'
import { makeDeck } from './figures/deck.ts'
import type { DeckJobs } from './figures/deck-jobs.ts'
import { makeFigure } from './figures/figures.ts'
import { figureFormats } from './figures/formats/registry.ts'
import { embedFonts } from './figures/formats/svg.ts'
import type { FigureParts } from './figures/kinds/kind.ts'
import { writeDeckFile, writeFigure } from './figures/write.ts'
import type { RunStore } from './store/run-store.ts'

const deckMime = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

/** Calls of `figure-calls.ts`. */
export function createFigureHandlers(
  parts: FigureParts & { readonly store: RunStore },
  decks: DeckJobs,
): Pick<Handlers<WorkbenchContract>, keyof typeof figureCalls> {
  return {
    'figures.kinds': () => figureKinds.map((kind) => ({ ...kind, options: [...kind.options] })),
    'figures.preview': async (request, { signal }) => {
      const { rendered, run, step, notes } = await makeFigure(parts, request, signal)
      const { width, height, title, metadata } = rendered
      return { svg: await embedFonts(rendered), width, height, title, metadata: { ...metadata }, run, step, notes: [...notes] }
    },
    'figures.export': async ({ formats, ...request }, { signal }) => {
      const { rendered, run, step, notes } = await makeFigure(parts, request, signal)
      const name = figureFileName(run, request.kind, step, new Date())
      const files: { name: string; mime: string; bytes: Uint8Array }[] = []
      for (const format of figureFormats.filter((one) => formats.includes(one.name))) {
        signal.throwIfAborted()
        files.push({
          name: `${name}.${format.extension}`,
          mime: format.mime,
          bytes: await writeFigure(rendered, format.name, signal),
        })
      }
      return { files, notes: [...notes] }
    },
    'figures.deck': ({ id = randomUUID(), run: reference, options }, { signal }) =>
      decks.run(id, async (tell) => {
        const run = (await parts.store.getRun(await parts.store.resolve(reference)))!
        const { deck, step, notes } = await makeDeck(parts, run, options, { signal, onProgress: tell })
        const name = `${figureFileName(run.name, 'deck', step, new Date())}.pptx`
        const bytes = await writeDeckFile(deck, {
          signal,
          onProgress: (progress) => tell({ ...progress, what: 'Writing the file' }),
        })
        return { file: { name, mime: deckMime, bytes }, slides: deck.slides.map(({ title }) => title), notes: [...notes] }
      }),
  }
}
