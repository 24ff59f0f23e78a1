import { createRpc, nothingServed } from '../../src-shared/contract/rpc.ts'
import type { Caller } from '../../src-shared/contract/rpc-types.ts'
import { type InferenceContract, inferenceContract } from '../../src-shared/contract/trainer.ts'
import { isClosed, messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { type Child, startChild } from './child-host.ts'

/** The one inference child: started when first needed, started again when it has died. */
export interface InferenceHost {
  readonly call: Caller<InferenceContract>['call']
  close(): Promise<void>
}

export function createInferenceHost(): InferenceHost {
  let closed = false
  let current: { child: Child; caller: Caller<InferenceContract> & { close(): void } } | undefined

  function connect() {
    if (current) return current.caller
    const child = startChild('src-trainer/inference-child.ts')
    const caller = createRpc({ channel: child.channel, ...nothingServed }, inferenceContract)
    const mine = { child, caller }
    current = mine
    void child.exited.then(() => {
      if (current === mine) current = undefined
    })
    return caller
  }

  return {
    async call(name, input, options) {
      // A child started now would outlive the program.
      if (closed) throw new WorkbenchError('closing', 'the workbench is closing')
      const caller = connect()
      const { child } = current!
      try {
        return await caller.call(name, input, options)
      } catch (error) {
        if (!isClosed(error)) throw error
        const { code, signal, stderr } = await child.exited
        const how = signal ?? `exit code ${code}`
        throw new WorkbenchError(
          'inference-crashed',
          `the inference process ended (${how}) during ${name}: ${stderr || messageOf(error)}`,
        )
      }
    },
    async close() {
      closed = true
      if (!current) return
      const { child, caller } = current
      current = undefined
      caller.close()
      child.kill()
      await child.exited
    },
  }
}
