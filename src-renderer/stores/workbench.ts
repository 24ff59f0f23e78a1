import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { WorkbenchInfo } from '../../src-shared/contract/workbench.ts'
import { messageOf } from '../../src-shared/errors.ts'
import { connection } from '../rpc/client.ts'
import type { ConnectionState } from '../rpc/connection.ts'

/** The connection and what the core says of itself: version, engines, threads. */
export const useWorkbench = defineStore('workbench', () => {
  const state = ref<ConnectionState>('connecting')
  /** How often a connection was made: a store that reads once watches this to read again. */
  const connections = ref(0)
  const info = shallowRef<WorkbenchInfo>()
  const problem = ref<string>()

  async function load() {
    try {
      info.value = await connection.call('workbench.info', {})
      problem.value = undefined
    } catch (error) {
      problem.value = messageOf(error)
    }
  }

  connection.onState((next) => {
    state.value = next
    if (next !== 'connected') return
    connections.value++
    void load()
  })

  return { state, connections, info, problem, retry: connection.retry }
})
