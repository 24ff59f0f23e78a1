import { expect, it } from 'vitest'
import { createInferenceHost } from './inference-host.ts'

it('starts no process once it is closed: it would outlive the program', async () => {
  const host = createInferenceHost()
  await host.close()
  await expect(host.call('baselines', {})).rejects.toMatchObject({ code: 'closing' })
})
