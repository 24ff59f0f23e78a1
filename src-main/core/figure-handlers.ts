import type { figureCalls } from '../../src-shared/contract/figure-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { figureKinds } from '../../src-shared/figures/kinds.ts'
import { figureFileName } from '../../src-shared/figures/rendered.ts'
import { makeDeck } from './figures/deck.ts'
import { makeFigure } from './figures/figures.ts'
import { figureFormats } from './figures/formats/registry.ts'
import type { FigureParts } from './figures/kinds/kind.ts'
import { writeDeck } from './figures/pptx/deck.ts'
import type { RunStore } from './store/run-store.ts'

const deckMime = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

/** Calls of `figure-calls.ts`. */
export function createFigureHandlers(
  parts: FigureParts & { readonly store: RunStore },
): Pick<Handlers<WorkbenchContract>, keyof typeof figureCalls> {
  return {
    'figures.kinds': () => figureKinds.map((kind) => ({ ...kind, options: [...kind.options] })),
    'figures.preview': async (request, { signal }) => {
      const { rendered, run, step, notes } = await makeFigure(parts, request, signal)
      const { svg, width, height, title, metadata } = rendered
      return { svg, width, height, title, metadata: { ...metadata }, run, step, notes: [...notes] }
    },
    'figures.export': async ({ formats, ...request }, { signal }) => {
      const { rendered, run, step, notes } = await makeFigure(parts, request, signal)
      const name = figureFileName(run, request.kind, step, new Date())
      const files: { name: string; mime: string; bytes: Uint8Array }[] = []
      for (const format of figureFormats.filter((one) => formats.includes(one.name))) {
        signal.throwIfAborted()
        files.push({ name: `${name}.${format.extension}`, mime: format.mime, bytes: await format.write(rendered) })
      }
      return { files, notes: [...notes] }
    },
    'figures.deck': async ({ run: reference, options }, { signal }) => {
      const run = (await parts.store.getRun(await parts.store.resolve(reference)))!
      const { deck, step, notes } = await makeDeck(parts, run, options, signal)
      const name = `${figureFileName(run.name, 'deck', step, new Date())}.pptx`
      const bytes = await writeDeck(deck, { signal })
      return { file: { name, mime: deckMime, bytes }, slides: deck.slides.map(({ title }) => title), notes: [...notes] }
    },
  }
}
