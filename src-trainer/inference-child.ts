import type { EngineChoice } from '../src-shared/contract/engine-choice.ts'
import { createRpc, nothingServed } from '../src-shared/contract/rpc.ts'
import { inferenceContract } from '../src-shared/contract/trainer.ts'
import { WorkbenchError } from '../src-shared/errors.ts'
import { createBaselineCache } from './baselines/baseline-cache.ts'
import { baselines } from './baselines/registry.ts'
import { loadCheckpoint } from './checkpoint.ts'
import { openDatasetReader } from './data/dataset-reader.ts'
import { openEngine } from './engines/registry.ts'
import { checkBatch, fillPictures } from './fill.ts'
import { createLatentHandlers } from './latents/latent-handlers.ts'
import { measure } from './measure.ts'
import { modelMethod } from './methods.ts'
import type { Model } from './model/model.ts'
import { describeModel } from './model/registry.ts'
import { createModelCache, type ModelSource } from './model-cache.ts'
import { hostChannel, leaveSignalsToHost } from './process-channel.ts'
import { renderMasked } from './render.ts'
import { Turns } from './turns.ts'

/** The inference child: answers for any checkpoint, one request at a time; training has a process of its own. */
leaveSignalsToHost()
const models = createModelCache()
const channel = hostChannel()
const turns = new Turns()
const fitted = createBaselineCache(turns)
let engine: { key: string; opened: Promise<unknown> } | undefined

async function useEngine(choice: EngineChoice): Promise<void> {
  const key = JSON.stringify(choice)
  engine ??= { key, opened: openEngine(choice.engine, { threads: choice.threads, device: choice.device }) }
  if (engine.key !== key) throw new WorkbenchError('engine', `this process computes with ${engine.key}; start another for ${key}`)
  await engine.opened
}

async function open(source: ModelSource & { choice: EngineChoice }): Promise<Model> {
  await useEngine(source.choice)
  return models.load(source)
}

createRpc(
  {
    channel,
    contract: inferenceContract,
    handlers: {
      baselines: () => baselines.map(({ name, label, version, inTables = true }) => ({ name, label, version, inTables })),
      describeModel: ({ name, ...image }) => describeModel({ name }, image),
      describeCheckpoint: async ({ checkpoint }) => {
        const { metadata } = await loadCheckpoint(checkpoint)
        const channels: 1 | 3 = metadata.channels === '1' ? 1 : 3
        return { channels }
      },
      fill: async ({ method, choice, pictures, masks, scale }, { signal }) => {
        const batch = { images: pictures, masks }
        const between = async () => signal.throwIfAborted()
        if (method.kind === 'baseline') {
          const { fill, image } = await fitted.load(method.name, method.datasetFolder)
          checkBatch(batch, image)
          if (scale > 1)
            throw new WorkbenchError('scale', `${method.name} has no answer between pixels: expected scale 1, got ${scale}`)
          return turns.live(signal, () => fillPictures(fill, batch, image, between))
        }
        return turns.live(signal, async () => {
          const model = await open({ ...method, choice })
          checkBatch(batch, model.image)
          const measured = await fillPictures(modelMethod(model), batch, model.image, between)
          if (scale === 1) return measured
          return { ...measured, filled: await renderMasked(model, batch, scale), size: model.image.imageSize * scale }
        })
      },
      ...createLatentHandlers({
        turns,
        open,
        hold: async (source) => {
          await useEngine(source.choice)
          return models.hold(source)
        },
        release: models.release,
      }),
      measure: async ({ method, choice, datasetFolder, ...request }, { signal }) => {
        const baseline = method.kind === 'baseline' ? await fitted.load(method.name, method.datasetFolder) : undefined
        return turns.long(signal, async (pause) => {
          const reader = await openDatasetReader(datasetFolder)
          try {
            if (method.kind === 'baseline') return await measure(baseline!.fill, reader, request, pause)
            await useEngine(choice)
            const model = await models.hold(method)
            try {
              return await measure(modelMethod(model), reader, request, pause)
            } finally {
              models.release(model)
            }
          } finally {
            reader.close()
          }
        })
      },
    },
    publishers: {},
    onDefect: (error) => console.error(error),
  },
  nothingServed.contract,
)
channel.onClose(() => process.exit(0))
