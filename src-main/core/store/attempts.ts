import { WorkbenchError } from '../../../src-shared/errors.ts'
import { type Attempt, type RunState, resumableStates } from '../../../src-shared/runs.ts'
import type { Context } from './context.ts'
import type { Progress } from './progress.ts'
import type { Beat, Claim, LiveAttempt, Owner, RequestedEnd } from './run-store.ts'

/** An attempt's row, its owner's fields among them. */
export type AttemptRow = Attempt & Owner & { run: string; leaseUntil: number; sequence: number }

/** Attempts, who holds them and how they end. Methods but `end` and `find` are transactions of their own. */
export interface Attempts {
  claim(id: string, owner: Owner, now: number, leaseMs: number): Claim
  heartbeat(id: string, attempt: number, now: number, leaseMs: number): Beat
  requestEnd(id: string, state: RequestedEnd): void
  sweepExpired(now: number): string[]
  live(): LiveAttempt[]
  find(run: string, attempt: number): AttemptRow | undefined
  of(run: string): Attempt[]
  /** Ends an attempt and, when it is the run's current one, moves the run; without effect when it has ended. */
  end(run: string, attempt: number, state: RunState, reason: string | null, now: number): void
}

export function attemptsOf({ database, need, touch, write }: Context, progress: Progress): Attempts {
  const find = database.prepare<[string, number], AttemptRow>('SELECT * FROM attempts WHERE run = ? AND attempt = ?')
  const of = database.prepare<[string], Attempt>(
    `SELECT attempt, fromStep, engine, device, engineReason, threads, host, pid, programVersion, startedAt, endedAt, state
     FROM attempts WHERE run = ? ORDER BY attempt`,
  )
  const insert = database.prepare(
    `INSERT INTO attempts (run, attempt, state, fromStep, instance, host, pid, processStart, programVersion, startedAt, leaseUntil)
     VALUES (@run, @attempt, 'running', @fromStep, @instance, @host, @pid, @processStart, @programVersion, @now, @leaseUntil)`,
  )
  const begin = database.prepare<[number, number, string]>(
    `UPDATE runs SET state = 'running', reason = NULL, attempt = ?, startedAt = coalesce(startedAt, ?), endedAt = NULL WHERE id = ?`,
  )
  const renew = database
    .prepare<[number, string, number], RequestedEnd | null>(
      `UPDATE attempts SET leaseUntil = ? WHERE run = ? AND attempt = ? AND endedAt IS NULL RETURNING requestedEnd`,
    )
    .pluck()
  const request = database.prepare<[RequestedEnd, string, number]>(
    'UPDATE attempts SET requestedEnd = ? WHERE run = ? AND attempt = ? AND endedAt IS NULL',
  )
  const expired = database.prepare<[number], AttemptRow>('SELECT * FROM attempts WHERE endedAt IS NULL AND leaseUntil <= ?')
  const live = database.prepare<[], AttemptRow>('SELECT * FROM attempts WHERE endedAt IS NULL ORDER BY startedAt')
  const endAttempt = database.prepare<[RunState, number, string, number]>(
    'UPDATE attempts SET state = ?, endedAt = ? WHERE run = ? AND attempt = ? AND endedAt IS NULL',
  )
  const endRun = database.prepare<[RunState, string | null, number | null, string, number]>(
    'UPDATE runs SET state = ?, reason = ?, endedAt = ? WHERE id = ? AND attempt = ?',
  )

  function end(run: string, attempt: number, state: RunState, reason: string | null, now: number): void {
    if (state === 'running') throw new WorkbenchError('run-state', 'an attempt cannot end as running')
    if (endAttempt.run(state, now, run, attempt).changes === 0) return
    endRun.run(state, reason, state === 'queued' ? null : now, run, attempt)
    touch(run)
  }

  const crash = ({ run, attempt, pid, host }: AttemptRow, now: number) =>
    end(run, attempt, 'crashed', `process ${pid} on ${host}, which trained it, stopped answering`, now)

  return {
    claim: (id, owner, now, leaseMs) =>
      write(() => {
        const run = need(id)
        if (run.state === 'running') {
          const holder = find.get(id, run.attempt)!
          if (holder.leaseUntil > now) {
            throw new WorkbenchError(
              'claimed',
              `run "${run.name}" is being trained by process ${holder.pid} on ${holder.host}; stop it there first`,
            )
          }
          crash(holder, now)
        } else if (run.state !== 'queued' && !resumableStates.includes(run.state)) {
          throw new WorkbenchError(
            'claimed',
            `run "${run.name}" is ${run.state}: expected a run that is queued, ${resumableStates.join(', ')}; start a new one`,
          )
        }
        const checkpoint = progress.newestCheckpoint(id)
        const fromStep = checkpoint?.step ?? 0
        const attempt = run.attempt + 1
        progress.supersede(id, fromStep)
        insert.run({ run: id, attempt, fromStep, ...owner, now, leaseUntil: now + leaseMs })
        begin.run(attempt, now, id)
        touch(id)
        const { bestPsnr, choice, config } = need(id)
        return { attempt, fromStep, checkpoint, choice: JSON.parse(choice), config: JSON.parse(config), bestPsnr }
      }),
    heartbeat: (id, attempt, now, leaseMs) => {
      const requestedEnd = renew.get(now + leaseMs, id, attempt)
      return { held: requestedEnd !== undefined, requestedEnd: requestedEnd ?? null }
    },
    requestEnd: (id, state) =>
      write(() => {
        const run = need(id)
        if (run.state !== 'running')
          throw new WorkbenchError('run-state', `run "${run.name}" is ${run.state}: only a running run can be ${state}`)
        request.run(state, id, run.attempt)
      }),
    sweepExpired: (now) =>
      write(() => {
        const rows = expired.all(now)
        for (const row of rows) crash(row, now)
        return rows.map(({ run }) => run)
      }),
    live: () =>
      live.all().map(({ run, attempt, leaseUntil, instance, host, pid, processStart, programVersion }) => ({
        run,
        attempt,
        owner: { instance, host, pid, processStart, programVersion },
        leaseUntil,
      })),
    find: (run, attempt) => find.get(run, attempt),
    of: (run) => of.all(run),
    end,
  }
}
