import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import type { KernelCall, Task } from '../pool.ts'
import { type Call, isFloat, type Overrides } from './override.ts'

/** Numbers of 32 bits, which move as whole words. */
function isWord(tensor: TensorInfo | undefined): boolean {
  return tensor?.dtype === 'float32' || tensor?.dtype === 'int32'
}

/** Kernel calls in a task at most. */
const CALLS = 256

/**
 * Copies a box of `size` between two arrays of the same rank, innermost axes first merged into runs, then rows of runs in
 * one kernel call, of which there are as many as it takes.
 */
function copyBox(
  backend: SimdBackend,
  size: readonly number[],
  from: { address: number; shape: readonly number[]; begin: readonly number[] },
  to: { address: number; shape: readonly number[]; begin: readonly number[] },
): void {
  if (size.includes(0)) return
  const fromStrides = [...util.computeStrides([...from.shape]), 1]
  const toStrides = [...util.computeStrides([...to.shape]), 1]
  let axis = size.length - 1
  let run = 1
  // A run goes on outwards for as long as the box spans both arrays.
  for (; axis >= 0; axis--) {
    run *= size[axis]!
    if (size[axis] !== from.shape[axis] || size[axis] !== to.shape[axis]) break
  }
  const at = (place: typeof from, strides: number[]) =>
    place.address + 4 * place.begin.reduce((sum, begin, i) => sum + begin * strides[i]!, 0)
  const rowAxis = axis - 1 // the axis of the rows; what is outside it is walked here
  const calls: KernelCall[] = []
  const walk = (outer: number, source: number, target: number): void => {
    if (outer >= rowAxis) {
      const rows = rowAxis >= 0 ? size[rowAxis]! : 1
      const fromStep = rowAxis >= 0 ? 4 * fromStrides[rowAxis]! : 0
      const toStep = rowAxis >= 0 ? 4 * toStrides[rowAxis]! : 0
      calls.push(backend.pool.call('copyRows', source, fromStep, target, toStep, rows, run))
    } else {
      for (let i = 0; i < size[outer]!; i++) {
        walk(outer + 1, source + 4 * i * fromStrides[outer]!, target + 4 * i * toStrides[outer]!)
      }
    }
  }
  walk(0, at(from, fromStrides), at(to, toStrides))
  const tasks: Task[] = []
  for (let first = 0; first < calls.length; first += CALLS) tasks.push(calls.slice(first, first + CALLS))
  backend.run(tasks)
}

function slice({ inputs: { x }, backend, attrs }: Call): TensorInfo | undefined {
  if (!x || !isWord(x)) return undefined
  const bounds = slice_util.parseSliceParams(x as never, attrs.begin as number | number[], attrs.size as number | number[])
  const [begin, size] = bounds as [number[], number[]]
  slice_util.assertParamsValid(x as never, begin, size)
  const out = backend.output(size, x.dtype as 'float32' | 'int32')
  const source = { address: backend.address(x), shape: x.shape, begin }
  copyBox(backend, size, source, { address: backend.address(out), shape: size, begin: size.map(() => 0) })
  return out
}

function concat({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const parts = Object.values(inputs) as TensorInfo[]
  const [first] = parts
  if (!first || !isWord(first) || parts.some(({ dtype }) => dtype !== first.dtype)) return undefined
  const axis = util.parseAxisParam(attrs.axis as number, first.shape)[0]!
  const shapes = parts.map(({ shape }) => shape)
  backend_util.assertParamsConsistent(shapes, axis)
  const shape = backend_util.computeOutShape(shapes, axis)
  const out = backend.output(shape, first.dtype as 'float32' | 'int32')
  const begin = shape.map(() => 0)
  for (const part of parts) {
    const source = { address: backend.address(part), shape: part.shape, begin: part.shape.map(() => 0) }
    copyBox(backend, part.shape, source, { address: backend.address(out), shape, begin })
    begin[axis]! += part.shape[axis]!
  }
  return out
}

/** Tensors of one shape beside one another along a new axis: a concatenation along an axis of 1. */
function pack({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const parts = Object.values(inputs) as TensorInfo[]
  const [first] = parts
  if (!first || parts.some(({ shape }) => !util.arraysEqual(shape, first.shape))) return undefined
  const axis = util.parseAxisParam(attrs.axis as number, [...first.shape, 1])[0]!
  const shape = [...first.shape.slice(0, axis), 1, ...first.shape.slice(axis)]
  const apart = Object.fromEntries(parts.map((part, i) => [i, { ...part, shape }]))
  return concat({ inputs: apart, backend, attrs: { axis } })
}

function pad({ inputs: { x }, backend, attrs }: Call): TensorInfo | undefined {
  if (!x || !isFloat(x)) return undefined
  const paddings = attrs.paddings as [number, number][]
  if (paddings.flat().some((amount) => amount < 0)) return undefined
  const shape = x.shape.map((size, i) => size + paddings[i]![0] + paddings[i]![1])
  const out = fillWith(backend, shape, attrs.constantValue as number)
  const source = { address: backend.address(x), shape: x.shape, begin: x.shape.map(() => 0) }
  copyBox(backend, x.shape, source, { address: backend.address(out), shape, begin: paddings.map(([before]) => before) })
  return out
}

const bits = new DataView(new ArrayBuffer(4))

function fillWith(backend: SimdBackend, shape: number[], value: number): TensorInfo {
  const out = backend.output(shape)
  bits.setFloat32(0, value)
  backend.runOne('fill', backend.address(out), bits.getInt32(0), util.sizeFromShape(shape))
  return out
}

/** Transposes that swap two neighbouring groups of axes, the trailing one included: [batch, rows, columns] → [batch, columns, rows]. */
function transpose({ inputs: { x }, backend, attrs }: Call): TensorInfo | undefined {
  if (!x || !isWord(x)) return undefined
  const perm = attrs.perm as number[]
  const fixed = perm.findIndex((axis, i) => axis !== i)
  if (fixed < 0) return undefined
  const split = perm[fixed]! // axes fixed … split−1 are the rows, the rest the columns
  const swapped = [...perm.keys()]
    .slice(fixed)
    .map((i) => (i - fixed < perm.length - split ? split + i - fixed : i - perm.length + split))
  if (perm.slice(fixed).some((axis, i) => axis !== swapped[i])) return undefined
  const out = backend.output(
    perm.map((axis) => x.shape[axis]!),
    x.dtype as 'float32' | 'int32',
  )
  const [batch, rows, columns] = [x.shape.slice(0, fixed), x.shape.slice(fixed, split), x.shape.slice(split)].map((part) =>
    util.sizeFromShape(part),
  ) as [number, number, number]
  backend.runOne('transpose', backend.address(x), backend.address(out), batch, rows, columns)
  return out
}

export const movementOverrides: Overrides = {
  Slice: slice,
  Concat: concat,
  Pack: pack,
  PadV2: pad,
  Transpose: transpose,
  Fill: ({ backend, attrs }) =>
    typeof attrs.value === 'number' && (attrs.dtype ?? 'float32') === 'float32'
      ? fillWith(backend, attrs.shape as number[], attrs.value)
      : undefined,
  ZerosLike: ({ inputs: { x }, backend }) => (isFloat(x) ? fillWith(backend, x!.shape, 0) : undefined),
  OnesLike: ({ inputs: { x }, backend }) => (isFloat(x) ? fillWith(backend, x!.shape, 1) : undefined),
}
