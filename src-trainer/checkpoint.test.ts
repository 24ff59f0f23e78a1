import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeCheckpoint, encodeCheckpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.ts'

const checkpoint = {
  step: 1250,
  metadata: { run: 'abc', channels: '3' },
  tensors: [
    { name: 'encoder.weight', shape: [2, 3], values: Float32Array.of(1, -0, 3.5, 1e-45, -3.4e38, 0.1) },
    { name: 'adam.m.bias', shape: [1], values: Float32Array.of(7) },
  ],
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lacuna-checkpoint-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('checkpoint', () => {
  it('comes back from the disk to the last bit and leaves no temporary file', async () => {
    const path = join(folder, 'last.safetensors')
    const { bytes, sha256 } = await saveCheckpoint(path, checkpoint)
    const loaded = await loadCheckpoint(path)
    expect(loaded).toEqual({ ...checkpoint, metadata: { ...checkpoint.metadata, format: 'pt', step: '1250' } })
    expect(Object.is(loaded.tensors[0]!.values[1], -0)).toBe(true)
    expect((await readFile(path)).length).toBe(bytes)
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await readdir(folder)).toEqual(['last.safetensors'])
  })

  it('is the safetensors format: header length, JSON header, aligned data', () => {
    const bytes = encodeCheckpoint(checkpoint)
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
    expect(length % 8).toBe(0)
    expect(header['encoder.weight']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] })
    expect(header['adam.m.bias']).toEqual({ dtype: 'F32', shape: [1], data_offsets: [24, 28] })
    expect(new DataView(bytes.buffer).getFloat32(8 + length + 24, true)).toBe(7)
  })

  it('refuses what is not a whole one, saying which file and why', async () => {
    const bytes = encodeCheckpoint(checkpoint)
    for (const length of [0, 5, 20, bytes.length - 1]) {
      expect(() => decodeCheckpoint(bytes.slice(0, length), 'x.safetensors')).toThrow(
        /x\.safetensors: expected a safetensors checkpoint/,
      )
    }
    const text = join(folder, 'text.safetensors')
    await writeFile(text, 'this is a text file, and quite a long one')
    await expect(loadCheckpoint(text)).rejects.toMatchObject({ name: 'WorkbenchError', code: 'checkpoint' })
    await expect(loadCheckpoint(join(folder, 'missing'))).rejects.toMatchObject({ code: 'checkpoint' })
  })
})
