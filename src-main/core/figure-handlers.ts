import type { figureCalls } from '../../src-shared/contract/figure-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { figureKinds } from '../../src-shared/figures/kinds.ts'
import { makeFigure } from './figures/figures.ts'
import type { FigureParts } from './figures/kinds/kind.ts'
import type { RunStore } from './store/run-store.ts'

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
  }
}
