import { createRpc, nothingServed } from '../src-shared/contract/rpc.ts'
import { type EngineChoice, inferenceContract } from '../src-shared/contract/trainer.ts'
import { WorkbenchError } from '../src-shared/errors.ts'
import { openDatasetReader } from './data/dataset-reader.ts'
import { openEngine, probeEngines } from './engines/registry.ts'
import { evaluate } from './evaluate.ts'
import { inpaint } from './model/inpaint.ts'
import type { Model } from './model/model.ts'
import { createModelCache, type ModelSource } from './model-cache.ts'
import { hostChannel, leaveSignalsToHost } from './process-channel.ts'
import { renderMasked } from './render.ts'

/** The inference child: answers for any checkpoint, one request at a time; training has a process of its own. */
leaveSignalsToHost()
const cache = createModelCache()
const channel = hostChannel()
let engine: { key: string; opened: Promise<unknown> } | undefined
let busy: Promise<unknown> = Promise.resolve()

async function useEngine(choice: EngineChoice): Promise<void> {
  const key = JSON.stringify(choice)
  engine ??= { key, opened: openEngine(choice.engine, { threads: choice.threads, device: choice.device }) }
  if (engine.key !== key) throw new WorkbenchError('engine', `this process computes with ${engine.key}; start another for ${key}`)
  await engine.opened
}

/** TensorFlow.js' engine is global and models take turns: requests run one after another. */
function inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const turn = busy.then(async () => {
    signal.throwIfAborted()
    return work()
  })
  busy = turn.catch(() => {})
  return turn
}

/** Between chunks of a long request: hear messages, and stop when nobody waits for the answer. */
const breathe = (signal: AbortSignal) => async () => {
  await new Promise((resolve) => setImmediate(resolve))
  signal.throwIfAborted()
}

async function open(source: ModelSource & { choice: EngineChoice }): Promise<Model> {
  await useEngine(source.choice)
  return cache.load(source)
}

createRpc(
  {
    channel,
    contract: inferenceContract,
    handlers: {
      engines: () => probeEngines(),
      inpaint: ({ picture, mask, scale, ...source }, { signal }) =>
        inTurn(signal, async () => {
          const model = await open(source)
          const { imageSize, channels } = model.image
          if (picture.length !== imageSize ** 2 * channels || mask.length !== imageSize ** 2) {
            throw new WorkbenchError(
              'picture-size',
              `picture has ${picture.length} values and mask ${mask.length}, the run expects ${imageSize}×${imageSize}×${channels}`,
            )
          }
          const batch = { images: picture, masks: mask }
          if (scale === 1) return { filled: await inpaint(model, batch), size: imageSize }
          return { filled: await renderMasked(model, batch, scale), size: imageSize * scale }
        }),
      evaluate: ({ datasetFolder, split, mask, limit, methods, ...source }, { signal }) =>
        inTurn(signal, async () => {
          const model = await open(source)
          const reader = await openDatasetReader(datasetFolder)
          try {
            await reader.waitUntilComplete(signal)
            return await evaluate(model, reader, { config: source.config, split, mask, limit, methods }, breathe(signal))
          } finally {
            reader.close()
          }
        }),
    },
    publishers: {},
    onDefect: (error) => console.error(error),
  },
  nothingServed.contract,
)
channel.onClose(() => process.exit(0))
