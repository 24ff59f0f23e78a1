import { join } from 'node:path'
import type { z } from 'zod'
import type { latentCalls } from '../../src-shared/contract/latent-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { findCheckpoint } from './evaluate-run.ts'
import type { ExplorationOptions } from './exploration-handlers.ts'

type Ask = z.output<(typeof latentCalls)['latents.map']['input']>

/** Calls of `latent-calls.ts`: the inference child's, with names turned into files. */
export function createLatentHandlers({
  dataFolder,
  store,
  datasets,
  inference,
}: ExplorationOptions): Pick<Handlers<WorkbenchContract>, keyof typeof latentCalls> {
  async function resolve({ run: reference, checkpoint, split, count, mask }: Ask) {
    const run = (await store.getRun(await store.resolve(reference)))!
    const { config } = run
    const { path } = findCheckpoint(run, checkpoint)
    const made = run.datasetHash ? await datasets.folderOf(run.datasetHash) : null
    const datasetFolder = made ?? (await datasets.open(config.dataset, { imageSize: config.imageSize })).folder
    return { config, checkpoint: join(dataFolder, path), choice: { engine: 'auto' }, datasetFolder, split, count, mask }
  }
  return {
    'latents.map': async (ask, { signal }) => inference.call('latentMap', await resolve(ask), { signal }),
    'latents.decode': async ({ latents, scale, ...ask }, { signal }) =>
      inference.call('latentDecode', { ...(await resolve(ask)), latents, scale }, { signal }),
    'latents.describe': async ({ latent, neighbours, ...ask }, { signal }) =>
      inference.call('latentDescribe', { ...(await resolve(ask)), latent, neighbours }, { signal }),
  }
}
