import { join } from 'node:path'
import type { RunConfig } from '../../../src-shared/config.ts'
import type { BaselineInfo, InferenceMethod } from '../../../src-shared/contract/trainer.ts'
import type { DatasetManifest, SplitName } from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { EvaluationSubject } from '../../../src-shared/evaluation/results.ts'
import type { MaskSpec } from '../../../src-shared/masks/mask.ts'
import { findCheckpoint } from '../evaluate-run.ts'
import type { MeasurementKey } from '../store/evaluation-store.ts'
import type { EvaluationParts } from './evaluation.ts'
import { protocolHash } from './protocol.ts'

export interface EvaluationRequest {
  /** An id, a unique prefix of one, a name, or latest. */
  readonly run: string
  /** best (on validation), last, or a step. */
  readonly checkpoint: string
  readonly split: SplitName
  readonly masks: readonly MaskSpec[]
  /** Names of methods; undefined: the model and every baseline that stands in tables. */
  readonly methods?: readonly string[] | undefined
  /** Only the split's first so many pictures. */
  readonly limit?: number | undefined
}

/** One method under one kind of mask: what is measured, and where it is kept. */
export interface EvaluationUnit {
  readonly mask: MaskSpec
  readonly method: string
  readonly label: string
  readonly baseline: boolean
  readonly inference: InferenceMethod
  readonly key: MeasurementKey
}

export interface EvaluationPlan {
  readonly subject: EvaluationSubject
  readonly config: RunConfig
  readonly datasetFolder: string
  readonly split: SplitName
  readonly size: number
  readonly masks: readonly MaskSpec[]
  /** Mask by mask, methods in order. */
  readonly units: readonly EvaluationUnit[]
  /** Pictures of each unit. */
  readonly count: number
  /** Group of each picture, where there are groups. */
  readonly groupOf: Uint32Array | undefined
}

/**
 * Finds out what an evaluation takes.
 *
 * @param build make the data set's pictures if they are not there
 * @throws WorkbenchError for a run, a checkpoint, a method or a data set that is not; `split` for one without pictures;
 *   `dataset-absent` where they are not there and not to be made
 */
export async function planEvaluation(
  parts: EvaluationParts,
  request: EvaluationRequest,
  build: boolean,
): Promise<EvaluationPlan> {
  const { store, dataFolder, inference } = parts
  const run = (await store.getRun(await store.resolve(request.run)))!
  const checkpoint = findCheckpoint(run, request.checkpoint)
  const { config } = run
  const { imageSize: size } = config
  const { folder, manifest } = await picturesOf(parts, config, build)
  const range = manifest.splits[request.split]
  const count = Math.min(range.count, request.limit ?? range.count)
  if (count === 0) {
    throw new WorkbenchError(
      'split',
      `the ${request.split} split of "${config.dataset}" is empty: choose train, validation or test`,
    )
  }
  const baselines = await inference.call('baselines', {})
  const chosen = chooseMethods(request.methods, baselines)
  const groups = groupsOf(manifest, request.split)
  const model: InferenceMethod = { kind: 'model', config, checkpoint: join(dataFolder, checkpoint.path) }
  const units = request.masks.flatMap((mask) => {
    const protocol = protocolHash(manifest.contentHash, request.split, size, mask)
    return chosen.map((baseline): EvaluationUnit => {
      if (!baseline) {
        const key = { checkpoint: checkpoint.sha256, protocol, method: 'model' }
        return { mask, method: 'model', label: run.name, baseline: false, inference: model, key }
      }
      const { name, label, version } = baseline
      const key = { checkpoint: '', protocol, method: `${name}@${version}` }
      return {
        ...{ mask, method: name, label, baseline: true, key },
        inference: { kind: 'baseline', name, datasetFolder: folder },
      }
    })
  })
  return {
    ...{ config, split: request.split, size, masks: request.masks, units, count },
    datasetFolder: folder,
    groupOf: groups?.subarray(0, count),
    subject: {
      ...{ run: run.id, name: run.name, dataset: config.dataset, split: request.split, pictures: range.count },
      checkpointStep: checkpoint.step,
      checkpointHash: checkpoint.sha256,
      groups: groups ? new Set(groups.subarray(0, count)).size : null,
      datasetChanged:
        run.datasetHash === null || run.datasetHash === manifest.hash
          ? null
          : `data set "${config.dataset}" has changed since "${run.name}" was trained on it (then ${run.datasetHash}, now ${manifest.hash}): ` +
            'this measures the model on the pictures there are now, which may be among those it was trained on',
    },
  }
}

async function picturesOf({ datasets }: EvaluationParts, { dataset, imageSize }: RunConfig, build: boolean) {
  if (build) {
    const { folder, complete } = await datasets.open(dataset, { imageSize })
    return { folder, manifest: await complete }
  }
  const sealed = await datasets.sealed(dataset, { imageSize })
  if (sealed) return sealed
  throw new WorkbenchError('dataset-absent', `the pictures of "${dataset}" are not there: evaluating makes them`)
}

/** @returns undefined stands for the model */
function chooseMethods(names: readonly string[] | undefined, baselines: readonly BaselineInfo[]): (BaselineInfo | undefined)[] {
  if (!names) return [undefined, ...baselines.filter(({ inTables }) => inTables)]
  return names.map((name) => {
    const found = baselines.find((baseline) => baseline.name === name)
    if (found || name === 'model') return found
    const expected = ['model', ...baselines.map((baseline) => baseline.name)].join(', ')
    throw new WorkbenchError('method', `unknown method "${name}": expected ${expected}`)
  })
}

/** Group of each of a split's pictures, numbered from 0; undefined where the data set knows of none. */
function groupsOf({ groups, splits }: DatasetManifest, split: SplitName): Uint32Array | undefined {
  if (!groups) return undefined
  const { offset, count } = splits[split]
  const numbers = new Map<string, number>()
  const groupOf = new Uint32Array(count)
  let picture = 0
  for (const group of groups) {
    for (let i = 0; i < group.count; i++, picture++) {
      if (picture < offset || picture >= offset + count) continue
      if (!numbers.has(group.name)) numbers.set(group.name, numbers.size)
      groupOf[picture - offset] = numbers.get(group.name)!
    }
  }
  return groupOf
}

/** The part of a plan that one kind of mask is. */
export function onlyMask(plan: EvaluationPlan, index: number): EvaluationPlan {
  const perMask = plan.units.length / plan.masks.length
  const units = plan.units.slice(index * perMask, (index + 1) * perMask)
  return { ...plan, masks: [plan.masks[index]!], units }
}
