import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RunConfig } from '../../src-shared/config.ts'
import { connection } from '../rpc/client.ts'

/** What the engine `auto` means for the configuration in the launch form. */
export const useAutoEngine = defineStore('autoEngine', () => {
  /** Null where it takes timing a step to know, which is done when a run starts; undefined while it is not known whether. */
  const chosen = shallowRef<{ engine: string; reason: string } | null>()
  let asked = 0

  async function lookUp(config: RunConfig | undefined) {
    const mine = ++asked
    const answer = config && (await connection.call('engines.known', { config }).catch(() => undefined)) // it only informs
    if (mine === asked) chosen.value = answer?.chosen
  }

  return { chosen, lookUp }
})
