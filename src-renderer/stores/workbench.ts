import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { EngineInfo } from '../../src-shared/contract/engines.ts'
import type { WorkbenchInfo } from '../../src-shared/contract/workbench.ts'
import { isClosed } from '../../src-shared/errors.ts'
import { connection } from '../rpc/client.ts'
import type { ConnectionState } from '../rpc/connection.ts'

/** Until a page that needs no engine asks which there are, in milliseconds: trying them would slow down what is being opened. */
const enginesLater = 4000

/** The connection, what the core says of itself, and which engines there are. */
export const useWorkbench = defineStore('workbench', () => {
  const state = ref<ConnectionState>('connecting')
  /** How often a connection was made: a store that reads once watches this to read again. */
  const connections = ref(0)
  const info = shallowRef<WorkbenchInfo>()
  /** Undefined until they have been tried. */
  const engines = shallowRef<readonly EngineInfo[]>()
  let asked = false

  async function load() {
    try {
      info.value = await connection.call('workbench.info', {})
    } catch {
      // It only informs; a lost connection has its own bar.
    }
  }

  /** Asks which engines there are, now: for who needs to know. */
  async function findEngines() {
    if (asked) return
    asked = true
    try {
      engines.value = await connection.call('engines.list', {})
    } catch (error) {
      // The next connection asks again; else “lacuna doctor” says why there are none.
      if (!isClosed(error)) engines.value = []
    }
  }

  connection.onState((next) => {
    state.value = next
    if (next !== 'connected') return
    connections.value++
    asked = false // It may be another program.
    void load()
    setTimeout(() => void findEngines(), enginesLater)
  })

  return { state, connections, info, engines, findEngines, retry: connection.retry }
})
