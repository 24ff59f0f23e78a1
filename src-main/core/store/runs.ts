import { WorkbenchError } from '../../../src-shared/errors.ts'
import { type RunState, type RunSummary, resumableStates } from '../../../src-shared/runs.ts'
import type { Context, RunRow, Synchronous } from './context.ts'
import { durably } from './database.ts'
import type { NewRun, RunStore } from './run-store.ts'

/** A row without what only `getRun` and `claim` show. */
export function summaryOf({
  config,
  tags,
  archived,
  choice: _,
  datasetHash: __,
  parameterTable: ___,
  ...row
}: RunRow): RunSummary {
  return { ...row, config: JSON.parse(config), tags: JSON.parse(tags), archived: archived === 1 }
}

/** The first of "base-1", "base-2", … that is free. */
function numbered(base: string, taken: readonly string[]): string {
  const names = new Set(taken)
  let number = 1
  while (names.has(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}

type RunMethods = Synchronous<
  Pick<
    RunStore,
    | 'createRun'
    | 'createSweep'
    | 'listRuns'
    | 'changedSince'
    | 'annotate'
    | 'setDatasetHash'
    | 'delete'
    | 'setState'
    | 'readChoice'
    | 'setChoice'
  >
>

/** Runs as lists show them: made, named, followed and deleted. */
export function runMethods(context: Context): RunMethods {
  const { database, need, touch, write } = context
  const namesOf = database
    .prepare<[string, string], string>("SELECT name FROM runs WHERE substr(name, 1, length(?) + 1) = ? || '-'")
    .pluck()
  const insert = database.prepare(
    `INSERT INTO runs (id, name, state, preset, dataset, datasetHash, config, configHash, choice, createdAt, change, sweep, queueRank)
     VALUES (@id, @name, 'queued', @preset, @dataset, @datasetHash, @config, @configHash, @choice, @createdAt, 0, @sweep,
       (SELECT coalesce(max(queueRank), 0) + 1 FROM runs))`,
  )
  const sweepsOf = database
    .prepare<[string, string], string>("SELECT DISTINCT sweep FROM runs WHERE substr(sweep, 1, length(?) + 1) = ? || '-'")
    .pluck()
  const list = database.prepare<[], RunRow>('SELECT * FROM runs ORDER BY createdAt DESC, rowid DESC')
  const counter = database.prepare<[], number>('SELECT value FROM changeCounter').pluck()
  const changed = database.prepare<[number], RunRow>('SELECT * FROM runs WHERE change > ? ORDER BY change')
  const deleted = database.prepare<[number], string>('SELECT id FROM deletedRuns WHERE change > ? ORDER BY change').pluck()
  const setAnnotation = database.prepare<[{ id: string; name: string; tags: string; notes: string; archived: number }]>(
    'UPDATE runs SET name = @name, tags = @tags, notes = @notes, archived = @archived WHERE id = @id',
  )
  const setHash = database.prepare<[string, string]>('UPDATE runs SET datasetHash = ? WHERE id = ?')
  const setState = database.prepare<[{ id: string; state: RunState; reason: string | null; endedAt: number | null }]>(
    `UPDATE runs SET state = @state, reason = @reason, endedAt = @endedAt,
       queueRank = CASE @state WHEN 'queued' THEN (SELECT max(queueRank) + 1 FROM runs) ELSE queueRank END
     WHERE id = @id`,
  )
  const setChoice = database.prepare<[string, string]>('UPDATE runs SET choice = ? WHERE id = ?')
  const remove = database.prepare<[string]>('DELETE FROM runs WHERE id = ?')
  const bury = database.prepare<[string, number]>('INSERT OR REPLACE INTO deletedRuns (id, change) VALUES (?, ?)')
  const feed = database.transaction((change: number) => ({
    runs: changed.all(change).map(summaryOf),
    deleted: deleted.all(change),
    change: counter.get()!,
  }))

  function nameOf(name: NewRun['name']): string {
    return 'exact' in name ? name.exact : numbered(name.base, namesOf.all(name.base, name.base))
  }

  function create(
    { id, name, preset, config, configHash, datasetHash, choice, createdAt }: NewRun,
    sweep: string | null,
  ): RunSummary {
    insert.run({
      id,
      name: nameOf(name),
      preset,
      dataset: config.dataset,
      datasetHash,
      config: JSON.stringify(config),
      configHash,
      choice: JSON.stringify(choice),
      createdAt,
      sweep,
    })
    touch(id)
    return summaryOf(need(id))
  }

  return {
    createRun: (run) => durably(database, () => write(() => create(run, null))),
    createSweep: (base, runs) =>
      durably(database, () =>
        write(() => {
          const sweep = numbered(base, sweepsOf.all(base, base))
          return { sweep, runs: runs.map((run) => create(run, sweep)) }
        }),
      ),
    listRuns: () => list.all().map(summaryOf),
    changedSince: (change) => feed(change),
    annotate: (id, change) =>
      write(() => {
        const { name, tags, notes, archived } = { ...summaryOf(need(id)), ...change }
        setAnnotation.run({ id, name, tags: JSON.stringify(tags), notes, archived: archived ? 1 : 0 })
        touch(id)
      }),
    setDatasetHash: (id, hash) =>
      write(() => {
        need(id)
        setHash.run(hash, id)
        touch(id)
      }),
    readChoice: (id) => JSON.parse(need(id).choice),
    setChoice: (id, choice) =>
      write(() => {
        need(id)
        setChoice.run(JSON.stringify(choice), id)
      }),
    // Durable, since its files go next: a run must not come back without them.
    delete: (id) =>
      durably(database, () =>
        write(() => {
          const { name, state } = need(id)
          if (state === 'running') throw new WorkbenchError('run-state', `run "${name}" is running; stop it before deleting it`)
          remove.run(id)
          bury.run(id, context.nextChange())
        }),
      ),
    setState: (id, state, reason, now) =>
      write(() => {
        const run = need(id)
        if (run.state === 'running' || run.state === 'finished' || state === 'running' || state === 'finished') {
          throw new WorkbenchError(
            'run-state',
            `run "${run.name}" is ${run.state} and cannot become ${state}: expected a queued or ${resumableStates.join(', ')} run`,
          )
        }
        setState.run({ id, state, reason, endedAt: state === 'queued' ? null : now })
        touch(id)
      }),
  }
}
