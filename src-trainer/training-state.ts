import type { RunConfig } from '../src-shared/config.ts'
import { WorkbenchError } from '../src-shared/errors.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Model } from './model/model.ts'
import { createModel } from './model/registry.ts'
import type { Optimizer } from './optimizers/adam.ts'
import { createOptimizer } from './optimizers/registry.ts'

/** What training changes: a model, its optimiser, and the number of steps taken. */
export interface TrainingState {
  readonly model: Model
  readonly optimizer: Optimizer
}

/** A fresh state, its weights from the configuration's seed. */
export function createTrainingState(config: RunConfig, channels: number): TrainingState {
  const model = createModel(config.model, { imageSize: config.imageSize, channels })
  model.initialize(config.seed)
  return { model, optimizer: createOptimizer({ name: 'adam', options: { learningRate: config.learningRate } }, model.parameters) }
}

const momentNames = { m: 'adam.m.', v: 'adam.v.' } as const

/**
 * The whole state as a checkpoint: what is needed to go on to the last bit.
 *
 * @throws WorkbenchError `not-finite` when a weight is NaN or infinite: such a state must never replace a good checkpoint
 */
export async function exportTrainingState(
  { model, optimizer }: TrainingState,
  metadata: Record<string, string>,
): Promise<Checkpoint> {
  const state = await model.exportState()
  for (const { name, values } of state) {
    if (!values.every(Number.isFinite)) throw new WorkbenchError('not-finite', `weight "${name}" became NaN or infinite`)
  }
  const moments = await optimizer.exportState()
  const tensors = (kind: 'm' | 'v') =>
    model.parameters.list.map(({ name, shape }, i) => ({ name: `${momentNames[kind]}${name}`, shape, values: moments[kind][i]! }))
  return { step: optimizer.step, metadata, tensors: [...state, ...tensors('m'), ...tensors('v')] }
}

/** @throws WorkbenchError `checkpoint` when it belongs to another model */
export function restoreTrainingState({ model, optimizer }: TrainingState, checkpoint: Checkpoint): void {
  model.importState(checkpoint.tensors)
  const byName = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor.values]))
  const moments = (kind: 'm' | 'v') =>
    model.parameters.list.map(({ name, count }) => {
      const values = byName.get(`${momentNames[kind]}${name}`)
      if (values?.length === count) return values
      throw new WorkbenchError(
        'checkpoint',
        `the checkpoint has no optimiser state for "${name}"; it can be used for inpainting, not to resume`,
      )
    })
  optimizer.importState({ step: checkpoint.step, m: moments('m'), v: moments('v') })
}
