import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Parameters } from '../model/parameters.ts'
import type { Choice } from '../model/registry.ts'
import { createAdam, type Optimizer } from './adam.ts'

const OPTIMIZERS: Record<string, (options: object, parameters: Parameters) => Optimizer> = {
  adam: createAdam,
}

/** The names `createOptimizer` knows. */
export const optimizerNames = Object.keys(OPTIMIZERS)

export function createOptimizer({ name, options = {} }: Choice, parameters: Parameters): Optimizer {
  const create = OPTIMIZERS[name]
  if (!create) throw new WorkbenchError('optimizer-name', `unknown optimizer "${name}": expected ${optimizerNames.join(', ')}`)
  return create(options, parameters)
}
