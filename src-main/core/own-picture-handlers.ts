import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { PictureError } from './datasets/decode/picture-format.ts'
import type { ExplorationOptions } from './exploration-handlers.ts'
import { resolveMethod } from './methods.ts'
import { pictureRecipe, readOwnPicture } from './own-picture.ts'
import { pasteBack } from './paste-back.ts'

/** Calls of `own-picture-calls.ts`. */
export function createOwnPictureHandlers(
  options: ExplorationOptions,
): Pick<Handlers<WorkbenchContract>, 'pictures.import' | 'pictures.pasteBack'> {
  const { store, datasets, inference } = options
  const runOf = async (reference: string) => (await store.getRun(await store.resolve(reference)))!

  return {
    'pictures.import': async ({ run, file }) => {
      const recipe = await pictureRecipe(await runOf(run), datasets)
      const { asItWas: _, ...own } = await readOwnPicture(file, recipe).catch(inWords)
      return own
    },
    'pictures.pasteBack': async ({ run: reference, file, mask, method }, { signal }) => {
      const run = await runOf(reference)
      const resolved = await resolveMethod(options, method, run.config)
      return pasteBack(file, await pictureRecipe(run, datasets), mask, (pictures, finest) => {
        // Baselines have no answer between pixels.
        const scale = method.kind === 'run' ? finest : 1
        return inference.call('fill', { method: resolved, choice: { engine: 'auto' }, pictures, masks: mask, scale }, { signal })
      }).catch(inWords)
    },
  }
}

function inWords(error: unknown): never {
  if (!(error instanceof PictureError)) throw error
  throw new WorkbenchError('picture-file', `the picture cannot be used: ${error.message}; export it again, or take another`)
}
