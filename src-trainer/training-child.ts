import { writeSync } from 'node:fs'
import { createRpc } from '../src-shared/contract/rpc.ts'
import { trainerContract, trainerHostContract } from '../src-shared/contract/trainer.ts'
import { createOutbox } from './outbox.ts'
import { hostChannel, leaveSignalsToHost } from './process-channel.ts'
import { type TrainingControl, train } from './train.ts'

/** The training child: runs one job for its host and ends. When the host is gone nobody can record, so it ends at once. */
leaveSignalsToHost()
const orphaned = new AbortController()
const control: TrainingControl = {
  requested: null,
  signal: orphaned.signal,
  onEngineLost(why) {
    writeSync(process.stderr.fd, `${why}\n`)
    process.exit(1) // no answer will come any more: the host ends the attempt as crashed, with these words
  },
}
const channel = hostChannel()

const host = createRpc(
  {
    channel,
    contract: trainerContract,
    handlers: {
      async train(job) {
        const outbox = createOutbox((firstSequence, events) => host.call('record', { firstSequence, events }))
        try {
          for await (const event of train(job, control)) await outbox.put(event)
        } finally {
          await outbox.flush()
        }
        return {}
      },
      end({ state }) {
        control.requested = state
        return {}
      },
    },
    publishers: {},
    onDefect: (error) => console.error(error),
  },
  trainerHostContract,
)
channel.onClose(() => {
  orphaned.abort()
  process.exit(1)
})
