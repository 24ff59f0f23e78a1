import { parentPort, workerData } from 'node:worker_threads'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { SourcePlan } from './kinds/kind.ts'
import { datasetKind } from './kinds/registry.ts'

/** What a planning thread is started with. */
export interface PlanSetup {
  kind: string
  options: unknown
  imageSize: number
}

export type PlanReply = { plan: SourcePlan } | { code: string; message: string }

const { kind, options, imageSize } = workerData as PlanSetup
const reply = await datasetKind(kind)
  .plan(options, imageSize)
  .then(
    (plan): PlanReply => ({ plan }),
    (error: unknown): PlanReply => ({
      code: error instanceof WorkbenchError ? error.code : 'dataset-source',
      message: messageOf(error),
    }),
  )
parentPort!.postMessage(reply)
