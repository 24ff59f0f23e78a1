import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { StartRun, StartSweep } from '../../src-shared/contract/launch-calls.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { formatBytes } from '../../src-shared/format/numbers.ts'
import { type Annotation, activeStates, type RunSummary, resumableStates } from '../../src-shared/runs.ts'
import { connection } from '../rpc/client.ts'
import { useToasts } from './toasts.ts'
import { useWorkbench } from './workbench.ts'

export const canPause = (run: RunSummary) => activeStates.includes(run.state)
export const canResume = (run: RunSummary) =>
  resumableStates.includes(run.state) && (run.checkpointStep === null || run.checkpointStep < run.config.steps)

/** Its loss left the finite numbers: resumed, it would again. */
export const hasDiverged = (run: RunSummary) => run.state === 'failed' && run.step > 0 && !Number.isFinite(run.loss)

const idsOf = (runs: readonly { id: string }[]) => runs.map(({ id }) => id)
const notKept = (answers: readonly { id: string; kept: boolean }[]) => idsOf(answers.filter(({ kept }) => !kept))
/** Who, and the verb: "smoother is", "4 runs are". */
const nameAll = (runs: readonly RunSummary[]) => (runs.length === 1 ? `${runs[0]!.name} is` : `${runs.length} runs are`)

/** Every run, kept up to date by the `runs` topic, and what can be done to one. */
export const useRuns = defineStore('runs', () => {
  const toasts = useToasts()
  const workbench = useWorkbench()
  const byId = shallowRef<ReadonlyMap<string, RunSummary>>(new Map())
  const loaded = ref(false)
  const problem = ref<string>()
  /** Runs whose deletion can still be undone: out of sight, not yet gone. */
  const leaving = ref(new Set<string>())
  /** By the ids of what was archived together. */
  const archiveToasts = new Map<string, number>()
  let listening = false

  function merge(rows: readonly RunSummary[], deleted: readonly string[] = []) {
    const next = new Map(byId.value)
    for (const row of rows) {
      const known = next.get(row.id)
      if (!known || row.change >= known.change) next.set(row.id, row)
    }
    for (const id of deleted) next.delete(id)
    byId.value = next
  }

  async function load() {
    try {
      const rows = await connection.call('runs.list', {})
      const known = byId.value
      byId.value = new Map()
      // A message that came while the list was on its way may know better.
      merge(rows.map((row) => ((known.get(row.id)?.change ?? -1) > row.change ? known.get(row.id)! : row)))
      loaded.value = true
      problem.value = undefined
      const since = rows.reduce((change, row) => Math.max(change, row.change), 0)
      if (!listening) connection.listen('runs', since, (message) => merge(message.runs, message.deleted))
      listening = true
    } catch (error) {
      problem.value = messageOf(error)
    }
  }
  watch(
    () => workbench.connections,
    (count) => {
      if (count > 0) void load()
    },
    { immediate: true },
  )

  const all = computed(() =>
    [...byId.value.values()].filter((run) => !leaving.value.has(run.id)).sort((a, b) => b.createdAt - a.createdAt),
  )
  /** The training the sidebar shows: what runs, else what waits. */
  const current = computed(
    () => all.value.find((run) => run.state === 'running') ?? all.value.findLast((run) => run.state === 'queued'),
  )

  /** What waits, the next first. */
  const queue = computed(() => all.value.filter((run) => run.state === 'queued').sort((a, b) => a.queueRank - b.queueRank))
  /** 1 for the run that is next; undefined for one that does not wait. */
  function queuePosition(run: string): number | undefined {
    const at = queue.value.findIndex((queued) => queued.id === run)
    return at < 0 ? undefined : at + 1
  }
  /** Every tag in use, in alphabetical order. */
  const tags = computed(() => [...new Set(all.value.flatMap((run) => run.tags))].sort((a, b) => a.localeCompare(b)))

  async function start(request: StartRun): Promise<string> {
    return (await connection.call('runs.start', request)).run
  }

  function startSweep(request: StartSweep): Promise<{ sweep: string; runs: string[] }> {
    return connection.call('sweeps.start', request)
  }

  /** Puts what waits into this order. */
  async function arrange(ids: readonly string[]) {
    try {
      await connection.call('queue.arrange', { runs: [...ids] })
    } catch (error) {
      toasts.report(error)
    }
  }

  async function tell(call: 'runs.pause' | 'runs.stop' | 'runs.resume', run: string) {
    try {
      await connection.call(call, { run })
    } catch (error) {
      toasts.report(error)
    }
  }

  /** @returns whether it was kept */
  async function annotate(run: string, change: Annotation): Promise<boolean> {
    try {
      await connection.call('runs.annotate', { run, ...change })
      return true
    } catch (error) {
      toasts.report(error)
      return false
    }
  }

  /** Puts runs out of the way or back, at once; Undo turns it round, also before the workbench has answered. */
  async function setArchived(runs: readonly RunSummary[], archived: boolean) {
    const ids = idsOf(runs)
    function show(ids: readonly string[], now: boolean) {
      merge(ids.flatMap((id) => byId.value.get(id) ?? []).map((run) => ({ ...run, archived: now })))
    }
    const say = (changed: readonly RunSummary[]) => `${nameAll(changed)} ${archived ? 'archived' : 'back in the list'}.`
    const setAll = (ids: readonly string[], now: boolean) =>
      Promise.all(ids.map(async (id) => ({ id, kept: await annotate(id, { archived: now }) })))
    // What the last message offered to undo is undone.
    const last = archiveToasts.get(ids.join())
    if (last !== undefined) toasts.dismiss(last)

    show(ids, archived)
    const answers = setAll(ids, archived)
    async function undo() {
      show(ids, !archived)
      const changed = (await answers).filter(({ kept }) => kept)
      show(notKept(await setAll(idsOf(changed), !archived)), archived)
    }
    const id = toasts.show(say(runs), { action: { label: 'Undo', run: () => void undo() } })
    archiveToasts.set(ids.join(), id)

    const refused = notKept(await answers)
    if (refused.length === 0) return
    show(refused, !archived)
    if (refused.length === runs.length) toasts.dismiss(id)
    else toasts.amend(id, say(runs.filter((run) => !refused.includes(run.id))))
  }

  function setLeaving(runs: readonly RunSummary[], isLeaving: boolean) {
    const next = new Set(leaving.value)
    for (const { id } of runs) {
      if (isLeaving) next.add(id)
      else next.delete(id)
    }
    leaving.value = next
  }

  async function removeNow(runs: readonly RunSummary[]) {
    const gone: RunSummary[] = []
    let freed = 0
    try {
      for (const run of runs) {
        freed += (await connection.call('runs.delete', { run: run.id })).freedBytes
        gone.push(run)
      }
    } catch (error) {
      toasts.report(error)
    } finally {
      merge([], idsOf(gone))
      if (gone.length > 0) toasts.show(`${nameAll(gone)} deleted, ${formatBytes(freed)} freed.`)
      setLeaving(runs, false)
    }
  }

  /** Deletes in some seconds, unless undone before. */
  async function remove(runs: readonly RunSummary[]) {
    setLeaving(runs, true)
    const what = `${nameAll(runs)} being deleted`
    // At once: from here on there is something to undo.
    const id = toasts.show(`${what}.`, {
      action: { label: 'Undo', run: () => setLeaving(runs, false) },
      onEnd: () => void removeNow(runs),
    })
    const size = await connection.call('runs.size', { runs: idsOf(runs) }).catch(() => undefined)
    if (size) toasts.amend(id, `${what}: ${formatBytes(size.bytes)} on disk.`)
  }

  return {
    byId,
    all,
    current,
    tags,
    queue,
    queuePosition,
    loaded,
    problem,
    start,
    startSweep,
    arrange,
    pause: (run: string) => tell('runs.pause', run),
    stop: (run: string) => tell('runs.stop', run),
    resume: (run: string) => tell('runs.resume', run),
    annotate,
    setArchived,
    remove,
  }
})
