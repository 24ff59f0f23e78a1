import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { entryPath } from '../program.ts'
import type { WorkerReply, WorkerRequest, WorkerSetup } from './build-worker.ts'

/** All cores where the workers give way to training by themselves, else one less. */
export function defaultWorkers(): number {
  const cores = availableParallelism()
  return Math.min(8, process.platform === 'linux' ? cores : Math.max(1, cores - 1))
}

/** Worker threads that make pictures; each takes the next request when it has done one. */
export class WorkerPool {
  readonly #workers: Worker[]

  constructor(setup: WorkerSetup, size: number) {
    const entry = entryPath('src-main/core/datasets/build-worker.ts')
    this.#workers = Array.from({ length: size }, () => new Worker(entry, { workerData: setup, execArgv: [] }))
  }

  /**
   * Answers every request, in any order, as many at a time as there are workers.
   *
   * @throws WorkbenchError dataset-build at the first that fails
   */
  async run<Request extends WorkerRequest>(
    requests: Request[],
    done: (request: Request, reply: WorkerReply) => void,
  ): Promise<void> {
    let next = 0
    await Promise.all(
      this.#workers.map(async (worker) => {
        while (next < requests.length) {
          const request = requests[next++]!
          const reply = await ask(worker, request)
          if ('error' in reply) {
            next = requests.length
            throw new WorkbenchError('dataset-build', reply.error)
          }
          done(request, reply)
        }
      }),
    )
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}

function ask(worker: Worker, request: WorkerRequest): Promise<WorkerReply> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
    const onMessage = (reply: WorkerReply) => {
      settle()
      resolve(reply)
    }
    const onError = (error: unknown) => {
      settle()
      reject(new WorkbenchError('dataset-build', `a worker failed: ${messageOf(error)}`))
    }
    const onExit = () => onError(new Error('it ended'))
    worker.once('message', onMessage)
    worker.once('error', onError)
    worker.once('exit', onExit)
    worker.postMessage(request)
  })
}
