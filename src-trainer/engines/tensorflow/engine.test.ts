import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEngine } from '../registry.ts'
import { tensorflow } from './engine.ts'
import { findInstallation } from './installation.ts'

let parent = ''
const folder = () => join(parent, 'tensorflow')
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lacuna-tensorflow-'))
  vi.stubEnv('LACUNA_TENSORFLOW', folder())
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(parent, { recursive: true })
})

/** A setup that ended well, but for the addon, which is no library. */
function writeBrokenSetup(): void {
  const dist = join(folder(), 'node_modules', '@tensorflow', 'tfjs-node', 'dist')
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(dist, 'nodejs_kernel_backend.js'), '')
  writeFileSync(join(folder(), 'tfjs_binding.node'), 'no library')
  const record = { package: '@tensorflow/tfjs-node', packageVersion: '4.22.0', wheel: 'tensorflow-cpu', tensorflow: '2.21.0' }
  writeFileSync(join(folder(), 'setup.json'), JSON.stringify(record))
}

describe('the tensorflow engine where it is not set up', () => {
  it('says so and how to, and is not opened', async () => {
    const reason = expect.stringMatching(/not set up on this machine: run npm run setup:tensorflow/)
    expect(await tensorflow.probe()).toEqual({ available: false, reason })
    await expect(openEngine('tensorflow')).rejects.toThrow(/not set up on this machine: run npm run setup:tensorflow/)
  })

  it('does not take a setup that was cut short for one', () => {
    mkdirSync(folder())
    writeFileSync(join(folder(), 'tfjs_binding.node'), '')
    expect(findInstallation()).toBeUndefined()
  })

  it('refuses devices and threads that there cannot be', async () => {
    await expect(openEngine('tensorflow', { device: 'tpu' })).rejects.toThrow(
      'unknown device "tpu" for tensorflow: expected cpu, gpu',
    )
    await expect(openEngine('tensorflow', { threads: 0 })).rejects.toThrow('threads must be a whole number of at least 1, got 0')
  })
})

describe('the tensorflow engine where what is set up is broken', () => {
  it('is tried in a process of its own, and its reason is one line', async () => {
    writeBrokenSetup()
    const probed = await tensorflow.probe()
    expect(probed).toEqual({
      available: false,
      reason: expect.stringMatching(/^does not work here: .*tfjs_binding\.node.*setup:tensorflow/),
    })
  })
})
