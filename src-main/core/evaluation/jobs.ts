import type { EvaluationJob } from '../../../src-shared/contract/evaluation-calls.ts'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { type EvaluationParts, evaluate } from './evaluation.ts'
import { type EvaluationRequest, planEvaluation } from './plan.ts'

/** Evaluations that run in the background, one a run. */
export interface EvaluationJobs {
  /** @param id the run's. @throws WorkbenchError `evaluating` when that run is being evaluated already */
  start(id: string, request: EvaluationRequest): void
  /** @throws WorkbenchError `not-evaluating` */
  cancel(id: string): void
  /** Those under way and, of other runs, how the last one ended. */
  list(): EvaluationJob[]
  close(): Promise<void>
}

export function createEvaluationJobs(parts: EvaluationParts, changed: () => void): EvaluationJobs {
  const jobs = new Map<string, { state: EvaluationJob; stop: AbortController; ended: Promise<void> }>()

  function start(id: string, request: EvaluationRequest): void {
    if (jobs.get(id)?.state.state === 'running') {
      throw new WorkbenchError('evaluating', 'this run is being evaluated already: cancel that first')
    }
    const stop = new AbortController()
    const nothing = { done: 0, total: 0, method: '', mask: '', secondsLeft: null, reason: null }
    const job = { state: { run: id, state: 'running', ...nothing } as EvaluationJob, stop, ended: Promise.resolve() }
    const tell = (change: Partial<EvaluationJob>) => {
      job.state = { ...job.state, ...change }
      changed()
    }
    async function work(): Promise<void> {
      try {
        const plan = await planEvaluation(parts, request, true)
        for await (const progress of evaluate(parts, plan, stop.signal)) tell(progress)
        tell({ state: 'done' })
      } catch (error) {
        if (stop.signal.aborted) tell({ state: 'cancelled' })
        else tell({ state: 'failed', reason: messageOf(error) })
      }
    }
    jobs.set(id, job)
    job.ended = work()
    changed()
  }

  return {
    start,
    cancel(id) {
      const job = jobs.get(id)
      if (job?.state.state !== 'running') throw new WorkbenchError('not-evaluating', 'this run is not being evaluated here')
      job.stop.abort(new WorkbenchError('cancelled', 'the evaluation was cancelled'))
    },
    list: () => [...jobs.values()].map(({ state }) => state),
    async close() {
      for (const { stop } of jobs.values()) stop.abort(new WorkbenchError('closing', 'the workbench is closing'))
      await Promise.all([...jobs.values()].map(({ ended }) => ended))
    },
  }
}
