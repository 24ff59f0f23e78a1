import { createHash } from 'node:crypto'
import type { RunConfig } from '../src-shared/config.ts'
import type { EvaluationResult } from '../src-shared/contract/trainer.ts'
import type { SplitName } from '../src-shared/datasets.ts'
import { fixedMasks } from '../src-shared/masks/fixed.ts'
import type { MaskSpec } from '../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../src-shared/masks/registry.ts'
import { isOutsideTraining } from '../src-shared/masks/training.ts'
import { compose, maskedPsnr, ssim } from '../src-shared/metrics.ts'
import type { DatasetReader } from './data/dataset-reader.ts'
import { baselineMethod, modelMethod } from './methods.ts'
import type { Model } from './model/model.ts'

export interface EvaluationRequest {
  readonly config: RunConfig
  readonly split: SplitName
  readonly mask: MaskSpec
  /** At most so many pictures, the split's first. */
  readonly limit: number
  /** "model" or a baseline's name. */
  readonly methods: readonly string[]
}

/**
 * Evaluates methods on the same pictures under the same fixed masks of one kind. PSNR is over missing pixels, SSIM of the composite; both
 * are means of per-picture values.
 *
 * @throws WorkbenchError `method` for an unknown one
 */
export async function evaluate(
  model: Model,
  reader: DatasetReader,
  { config, split, mask, limit, methods }: EvaluationRequest,
  between: () => Promise<void>,
): Promise<EvaluationResult[]> {
  const { imageSize, channels } = model.image
  const count = Math.min(limit, reader.splits[split].count)
  const images = reader.readSplit(split, count)
  const masks = fixedMasks(mask, imageSize, 0, count)
  const about = {
    mask: mask.kind,
    p: mask.p,
    n: count,
    maskHash: createHash('sha256').update(formatMaskSpec(mask)).update(masks).digest('hex').slice(0, 16),
    outsideTraining: isOutsideTraining(mask, config.mask),
  }
  const results: EvaluationResult[] = []
  for (const method of methods) {
    const fill = method === 'model' ? modelMethod(model) : await baselineMethod(method, reader, between)
    const filled = await fill({ images, masks }, between)
    results.push({ ...about, method, ...meanMetrics(filled, images, masks, imageSize, channels) })
  }
  return results
}

function meanMetrics(
  filled: Float32Array,
  images: Uint8Array,
  masks: Uint8Array,
  size: number,
  channels: number,
): { psnr: number; ssim: number } {
  const [pixels, values] = [size ** 2, size ** 2 * channels]
  const count = masks.length / pixels
  let psnrSum = 0
  let ssimSum = 0
  for (let i = 0; i < count; i++) {
    const truth = images.subarray(i * values, (i + 1) * values)
    const mask = masks.subarray(i * pixels, (i + 1) * pixels)
    const picture = filled.subarray(i * values, (i + 1) * values)
    psnrSum += maskedPsnr(picture, truth, mask, channels)
    ssimSum += ssim(compose(picture, truth, mask, channels), truth, size, size, channels)
  }
  return { psnr: psnrSum / count, ssim: ssimSum / count }
}
