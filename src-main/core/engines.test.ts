import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { presets } from '../../src-shared/presets.ts'
import { createEngines, fastest } from './engines.ts'

const folder = mkdtempSync(join(tmpdir(), 'lacuna-engines-'))
const engines = createEngines(folder)
afterAll(() => rmSync(folder, { recursive: true }))

describe('the engines of a machine', { timeout: 60_000 }, () => {
  it('are each available on a device, or say why not', async () => {
    const found = await engines.list()
    expect(found.map(({ name }) => name)).toEqual(['simd', 'webgpu', 'tensorflow'])
    expect(found[0]).toMatchObject({ available: true })
    for (const { available, device, reason } of found) expect(available ? device : reason).toMatch(/\w/)
  })

  it('refuse a choice that would not open, naming what there is', async () => {
    await expect(engines.check({ engine: 'cuda' })).rejects.toThrow(
      'unknown engine "cuda": expected auto, simd, webgpu, tensorflow',
    )
    await expect(engines.check({ engine: 'auto', device: 'gpu' })).rejects.toThrow('expected the engine that drives it')
    await expect(engines.check({ engine: 'simd', device: 'gpu' })).rejects.toThrow('expected no device, or cpu, got "gpu"')
    await expect(engines.check({ engine: 'webgpu', device: 'no such card' })).rejects.toThrow('engine "webgpu" cannot run here')
    await expect(engines.check({ engine: 'simd' })).resolves.toBeUndefined()
  })

  it('time a step where there are several, once, and give the reason', async () => {
    const config = { ...presets[0]!.config, imageSize: 8, batchSize: 2 }
    const several = (await engines.list()).filter(({ available }) => available).length > 1
    const chosen = await engines.choose(config, 3)
    expect(chosen.reason).toMatch(
      several ? /^(the fastest|as fast as any) here.*simd [\d.]+ ms/ : /^the only engine that works here/,
    )
    expect(await engines.known(config, 3)).toEqual(chosen)
  })

  it('are left for another only where that is clearly faster', () => {
    expect(fastest({ simd: 220, tensorflow: 219 })).toEqual({
      engine: 'simd',
      reason: 'as fast as any here, timed over some steps of this model: tensorflow 219 ms, simd 220 ms a step',
    })
    expect(fastest({ simd: 100, tensorflow: 220 }).reason).toMatch(/^the fastest here, .*simd 100 ms, tensorflow 220 ms/)
    expect(fastest({ simd: 100, webgpu: 6.25 })).toMatchObject({
      engine: 'webgpu',
      reason: expect.stringContaining('webgpu 6.3 ms'),
    })
    expect(fastest({ tensorflow: 90 }).engine).toBe('tensorflow')
  })

  it('are not tried again for ten minutes where another program found a single one', async ({ skip }) => {
    vi.stubEnv('LACUNA_TENSORFLOW', join(folder, 'none'))
    const here = (await createEngines(folder).list()).filter(({ available }) => available)
    if (here.length > 1) skip('this machine has a graphics card, and so several engines')
    const { config } = presets[0]!
    const file = join(folder, 'only-engine.json')
    const first = await createEngines(folder).choose(config, 3)
    const said = JSON.parse(readFileSync(file, 'utf8'))
    expect(said).toMatchObject({ engine: first.engine })
    writeFileSync(file, JSON.stringify({ ...said, engine: 'another' }))
    expect(await createEngines(folder).known(config, 3)).toMatchObject({ engine: 'another' })
    writeFileSync(file, JSON.stringify({ ...said, engine: 'another', at: said.at - 11 * 60_000 }))
    expect(await createEngines(folder).known(config, 3)).toEqual(first)
    vi.unstubAllEnvs()
  })
})
