import { createRpc, nothingServed } from '../src-shared/contract/rpc.ts'
import { engineContract } from '../src-shared/contract/trainer.ts'
import { engines, probeEngine } from './engines/registry.ts'
import { hostChannel, leaveSignalsToHost } from './process-channel.ts'
import { timeStep } from './time-step.ts'

/** Tries engines, in a process of its own: a driver that takes its process down takes nothing else. */
leaveSignalsToHost()
const channel = hostChannel()
createRpc(
  {
    channel,
    contract: engineContract,
    handlers: {
      names: () => engines.map(({ name }) => name),
      probe: ({ name, device }) => probeEngine(name, { device }),
      time: async ({ choice, config, channels }) => ({ milliseconds: await timeStep(choice, config, channels) }),
    },
    publishers: {},
    onDefect: (error) => console.error(error),
  },
  nothingServed.contract,
)
channel.onClose(() => process.exit(0))
