import type { RunStore } from './store/run-store.ts'

/** Attempts of this machine whose process is gone have crashed, whatever is left of their lease. */
export async function endOrphans(store: RunStore, host: string): Promise<void> {
  for (const { run, attempt, owner } of await store.liveAttempts()) {
    if (owner.host !== host || isProcess(owner.pid)) continue
    await store.endAttempt(run, attempt, 'crashed', `the program that trained it (process ${owner.pid}) is gone`, Date.now())
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
