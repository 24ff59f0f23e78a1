import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import type { ExplorationOptions } from './exploration-handlers.ts'
import { resolveMethod } from './methods.ts'
import { importPicture, pasteBack, pictureRecipe } from './own-picture.ts'

/** Calls of `own-picture-calls.ts`. */
export function createOwnPictureHandlers(
  options: ExplorationOptions,
): Pick<Handlers<WorkbenchContract>, 'pictures.import' | 'pictures.pasteBack'> {
  const { store, datasets, inference } = options
  const runOf = async (reference: string) => (await store.getRun(await store.resolve(reference)))!

  return {
    'pictures.import': async ({ run: reference, file }) => {
      const recipe = await pictureRecipe(await runOf(reference), datasets)
      const { size, channels } = recipe
      return { size, channels, ...(await importPicture(file, recipe)) }
    },
    'pictures.pasteBack': async ({ run: reference, file, mask, method }, { signal }) => {
      const run = await runOf(reference)
      const resolved = await resolveMethod(options, method, run.config)
      return pasteBack(file, await pictureRecipe(run, datasets), mask, (pictures, finest) => {
        // Baselines have no answer between pixels.
        const scale = method.kind === 'run' ? finest : 1
        return inference.call('fill', { method: resolved, choice: { engine: 'auto' }, pictures, masks: mask, scale }, { signal })
      })
    },
  }
}
