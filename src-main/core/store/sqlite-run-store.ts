import type { LogLine, RunDetail } from '../../../src-shared/runs.ts'
import { attemptsOf } from './attempts.ts'
import { createContext, type RunRow } from './context.ts'
import { explain, openDatabase } from './database.ts'
import { eventRecorder } from './ingest.ts'
import { progressOf } from './progress.ts'
import { queueMethods } from './queue-order.ts'
import { referenceResolver } from './resolve.ts'
import type { RunStore } from './run-store.ts'
import { runMethods, summaryOf } from './runs.ts'
import { settingMethods } from './settings.ts'

const detailLogLines = 500

/**
 * The run store on SQLite: puts the parts together, and makes every error one a person can act on.
 *
 * @param file path of the database, made when absent, or `:memory:`
 * @throws WorkbenchError `database-newer`, `database-foreign`, `database-format`, `database-open`, `database-readonly` or
 *   `database-busy`
 */
export function openSqliteRunStore(file: string): RunStore {
  const database = openDatabase(file)
  const context = createContext(database)
  const progress = progressOf(context)
  const attempts = attemptsOf(context, progress)
  const runs = runMethods(context)
  const queue = queueMethods(context)
  const settings = settingMethods(context)
  const resolve = referenceResolver(database)
  const record = eventRecorder(context, attempts, progress)

  const select = database.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?')
  const sampleSteps = database.prepare<[string], number>('SELECT step FROM samples WHERE run = ? ORDER BY step').pluck()
  const log = database.prepare<[string, number], LogLine>(
    'SELECT time, level, message FROM logLines WHERE run = ? ORDER BY id DESC LIMIT ?',
  )
  const readLog = (id: string, limit: number) => log.all(id, limit).reverse()

  const readDetail = database.transaction((id: string): RunDetail | undefined => {
    const row = select.get(id)
    return (
      row && {
        ...summaryOf(row),
        attempts: attempts.of(id),
        checkpoints: progress.checkpoints(id),
        parameterTable: JSON.parse(row.parameterTable),
        datasetHash: row.datasetHash,
        sampleSteps: sampleSteps.all(id),
        seriesNames: context.series.names(id),
        log: readLog(id, detailLogLines),
      }
    )
  })
  const readSeries = database.transaction(context.series.read)

  /** The synchronous `method` as a promise, its errors explained. */
  function asynchronous<I extends unknown[], O>(method: (...input: I) => O): (...input: I) => Promise<O> {
    return async (...input) => {
      try {
        return method(...input)
      } catch (error) {
        throw explain(error, file)
      }
    }
  }

  return {
    createRun: asynchronous(runs.createRun),
    createSweep: asynchronous(runs.createSweep),
    listRuns: asynchronous(runs.listRuns),
    changedSince: asynchronous(runs.changedSince),
    getRun: asynchronous((id) => readDetail(id)),
    resolve: asynchronous(resolve),
    annotate: asynchronous(runs.annotate),
    setDatasetHash: asynchronous(runs.setDatasetHash),
    delete: asynchronous(runs.delete),
    setState: asynchronous(runs.setState),
    readChoice: asynchronous(runs.readChoice),
    setChoice: asynchronous(runs.setChoice),
    readQueue: asynchronous(queue.readQueue),
    arrangeQueue: asynchronous(queue.arrangeQueue),
    claim: asynchronous(attempts.claim),
    heartbeat: asynchronous(attempts.heartbeat),
    requestEnd: asynchronous(attempts.requestEnd),
    record: asynchronous(record),
    endAttempt: asynchronous((...input) => context.write(() => attempts.end(...input))),
    sweepExpired: asynchronous(attempts.sweepExpired),
    liveAttempts: asynchronous(attempts.live),
    readSeries: asynchronous((id, name, fromStep = 0, toStep = Infinity) => readSeries(id, name, fromStep, toStep)),
    readLog: asynchronous(readLog),
    readSettings: asynchronous(settings.readSettings),
    changeSettings: asynchronous(settings.changeSettings),
    close: () => void database.close(),
  }
}
