import { createHash } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { messageOf, WorkbenchError } from '../src-shared/errors.ts'
import type { StateTensor } from './model/model.ts'

/**
 * A checkpoint is one safetensors file: the model's parameters under PyTorch's names and in its layout, so that any tool reads them,
 * and beside them what an exact resume needs: Adam's moments as `adam.m.<name>` and `adam.v.<name>`, and the step in the metadata.
 *
 * Layout (huggingface/safetensors): u64 little-endian header length, JSON header of dtype, shape and data_offsets, then the data.
 */
export interface Checkpoint {
  readonly step: number
  /** Text about its origin: run, model, program version. */
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: readonly StateTensor[]
}

export function encodeCheckpoint({ step, metadata, tensors }: Checkpoint): Uint8Array {
  let offset = 0
  const header: Record<string, unknown> = { __metadata__: { ...metadata, format: 'pt', step: String(step) } }
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] }
    offset += values.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerLength = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(json, 8)
  let at = 8 + headerLength
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  return bytes
}

/** @throws WorkbenchError `checkpoint` when the bytes are not a whole checkpoint */
export function decodeCheckpoint(bytes: Uint8Array, path: string): Checkpoint {
  const fail = (what: string): never => {
    throw new WorkbenchError(
      'checkpoint',
      `${path}: expected a safetensors checkpoint of Lacuna, ${what}; choose another checkpoint`,
    )
  }
  if (bytes.length < 8) return fail(`got ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerLength = Number(view.getBigUint64(0, true))
  if (headerLength > bytes.length - 8) return fail('its header is cut short')
  let header: Record<string, { shape: number[]; data_offsets: [number, number] }> & { __metadata__?: Record<string, string> }
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)))
  } catch (error) {
    return fail(`its header cannot be read (${messageOf(error)})`)
  }
  const { __metadata__: metadata = {}, ...entries } = header
  const step = Number(metadata.step)
  if (!Number.isInteger(step)) return fail('it names no step')
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [start, end],
      },
    ]) => {
      if (8 + headerLength + end > bytes.length) return fail(`"${name}" is cut short`)
      return { name, shape, values: copyFloats(bytes, 8 + headerLength + start, end - start) }
    },
  )
  return { step, metadata, tensors }
}

/** A copy of its own buffer: a Buffer's `slice` would be a view, and float32 views must be aligned. */
function copyFloats(bytes: Uint8Array, offset: number, byteLength: number): Float32Array {
  const copy = new Uint8Array(byteLength)
  copy.set(bytes.subarray(offset, offset + byteLength))
  return new Float32Array(copy.buffer)
}

/** Writes a file so that it is there whole or not at all: temporary name, fsync, rename. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}

export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<{ bytes: number; sha256: string }> {
  const bytes = encodeCheckpoint(checkpoint)
  await writeAtomically(path, bytes)
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** @throws WorkbenchError `checkpoint` when the file is missing or not a whole checkpoint */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new WorkbenchError(
      'checkpoint',
      `${path}: cannot be read (${messageOf(error)}); choose another checkpoint or resume from an earlier one`,
    )
  })
  return decodeCheckpoint(bytes, path)
}
