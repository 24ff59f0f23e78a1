import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { measurementColumns, scalarOf } from '../../src-shared/evaluation/measurements.ts'
import { fixedMask } from '../../src-shared/masks/fixed.ts'
import { type EvaluationParts, readTable } from './evaluation/evaluation.ts'
import type { EvaluationJobs } from './evaluation/jobs.ts'
import { planEvaluation } from './evaluation/plan.ts'

type Names = 'evaluations.table' | 'evaluations.start' | 'evaluations.cancel' | 'evaluations.extremes'

/** Calls of `evaluation-calls.ts`. */
export function createEvaluationHandlers(parts: EvaluationParts, jobs: EvaluationJobs): Pick<Handlers<WorkbenchContract>, Names> {
  const { store, datasets, measured, inference } = parts
  return {
    'evaluations.table': async (request) => readTable(parts, [await planEvaluation(parts, request, false)]),
    'evaluations.start': async (request) => {
      jobs.start(await store.resolve(request.run), request)
      return {}
    },
    'evaluations.cancel': async ({ run }) => {
      jobs.cancel(await store.resolve(run))
      return {}
    },
    'evaluations.extremes': async ({ mask, method, order, count, ...request }, { signal }) => {
      const plan = await planEvaluation(parts, { ...request, masks: [mask], methods: [method] }, false)
      const { size, config, split } = plan
      const unit = plan.units[0]!
      const packed = (await measured.read(unit.key)).subarray(0, plan.count * measurementColumns)
      const psnrs = scalarOf(packed, 'psnr')
      const sign = order === 'worst' ? 1 : -1
      const indices = [...psnrs.keys()]
        .filter((i) => !Number.isNaN(psnrs[i]!))
        .sort((a, b) => sign * (psnrs[a]! - psnrs[b]!) || a - b)
        .slice(0, count)
      const { splits, channels } = await datasets.info(config.dataset, { imageSize: size })
      const places = indices.map((index) => splits[split].offset + index)
      const originals = await datasets.readPictures(config.dataset, { imageSize: size }, places)
      const masks = new Uint8Array(indices.length * size * size)
      indices.forEach((index, i) => {
        masks.set(fixedMask(mask, size, index), i * size * size)
      })
      const shown = { size, channels, indices, psnr: indices.map((i) => psnrs[i]!), originals, masks }
      if (indices.length === 0) return { ...shown, filled: new Uint8Array(0) }
      const fill = { method: unit.inference, choice: { engine: 'auto' }, pictures: originals, masks, scale: 1 }
      return { ...shown, filled: (await inference.call('fill', fill, { signal })).filled }
    },
  }
}
