import { Worker } from 'node:worker_threads'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { entryPath } from '../program.ts'
import type { SourcePlan } from './kinds/kind.ts'
import { datasetKind } from './kinds/registry.ts'
import type { PlanReply, PlanSetup } from './plan-worker.ts'

/** A plan is looked at again after so long, or so many times what it took, whichever is longer; in milliseconds. */
const FRESH_FOR = 3_000
const FRESH_FACTOR = 20

/** Plans sources: in a thread of their own where files must be looked at, and no more often than is useful. */
export class Planner {
  readonly #plans = new Map<string, { plan: Promise<SourcePlan>; until: number }>()

  /**
   * @param fresh whether the source must be looked at now
   * @throws WorkbenchError dataset-source
   */
  plan(setup: PlanSetup, fresh: boolean): Promise<SourcePlan> {
    if (!datasetKind(setup.kind).looksAtFiles) return datasetKind(setup.kind).plan(setup.options, setup.imageSize)
    const key = JSON.stringify([setup.kind, setup.options, setup.imageSize])
    const known = this.#plans.get(key)
    const started = performance.now()
    if (known && !fresh && started < known.until) return known.plan
    const entry = { plan: planInThread(setup), until: Infinity }
    const settled = () => {
      const ended = performance.now()
      entry.until = ended + Math.max(FRESH_FOR, FRESH_FACTOR * (ended - started))
    }
    entry.plan.then(settled, settled)
    this.#plans.set(key, entry)
    return entry.plan
  }
}

function planInThread(setup: PlanSetup): Promise<SourcePlan> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entryPath('src-main/core/datasets/plan-worker.ts'), { workerData: setup, execArgv: [] })
    worker.once('message', (reply: PlanReply) => {
      if ('plan' in reply) resolve(reply.plan)
      else reject(new WorkbenchError(reply.code, reply.message))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new WorkbenchError('dataset-source', 'the thread that looks at the pictures ended')))
  })
}
