import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import type { Kernels } from '../kernels.ts'
import { alias, type Call, GRAIN, isFloat, type Override, type Overrides } from './override.ts'

type BinaryKernel = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | 'squaredDifference' | 'reluGradient'
type UnaryKernel = 'square' | 'sqrt' | 'negate' | 'absolute'

interface Broadcast {
  readonly shape: number[]
  readonly rows: number
  readonly n: number
  /** [bytes between elements, bytes between rows] of each operand; 0 repeats. */
  readonly a: readonly [number, number]
  readonly b: readonly [number, number]
}

/**
 * Two shapes as rows of n elements in which each operand either walks or repeats: equal shapes, scalars, [rows, n] with [n],
 * [rows, n] with [rows, 1], and whatever merges to these. Undefined when it takes more.
 */
export function broadcast(aShape: readonly number[], bShape: readonly number[]): Broadcast | undefined {
  const shape = backend_util.assertAndGetBroadcastShape([...aShape], [...bShape])
  // Neighbouring dimensions in which the same operands repeat are one.
  const groups: { size: number; a: boolean; b: boolean }[] = []
  for (const [i, size] of shape.entries()) {
    if (size === 1) continue
    const a = (aShape[i - shape.length + aShape.length] ?? 1) !== 1
    const b = (bShape[i - shape.length + bShape.length] ?? 1) !== 1
    const last = groups.at(-1)
    if (last && last.a === a && last.b === b) last.size *= size
    else groups.push({ size, a, b })
  }
  if (groups.length > 2) return undefined
  const inner = groups.at(-1) ?? { size: 1, a: true, b: true }
  const outer = groups.length === 2 ? groups[0]! : { size: 1, a: true, b: true }
  const steps = (walksInner: boolean, walksOuter: boolean) =>
    [walksInner ? 4 : 0, walksOuter ? (walksInner ? 4 * inner.size : 4) : 0] as const
  return { shape, rows: outer.size, n: inner.size, a: steps(inner.a, outer.a), b: steps(inner.b, outer.b) }
}

function binary(kernel: BinaryKernel, left = 'a', right = 'b'): Override {
  return ({ inputs, backend }) => {
    const a = inputs[left]
    const b = inputs[right]
    if (!a || !b || !isFloat(a, b)) return undefined
    const plan = broadcast(a.shape, b.shape)
    if (!plan) return undefined
    const out = backend.output(plan.shape)
    runBinary(backend, kernel, backend.address(a), backend.address(b), backend.address(out), plan)
    return out
  }
}

/** Cut along the only row, or into rows. */
function runBinary(
  backend: SimdBackend,
  kernel: BinaryKernel,
  a: number,
  b: number,
  out: number,
  plan: Omit<Broadcast, 'shape'>,
): void {
  const [aStep, aRow] = plan.a
  const [bStep, bRow] = plan.b
  const { rows, n } = plan
  const { pool } = backend
  const tasks =
    rows === 1
      ? backend
          .cut(n, GRAIN, 16)
          .map(({ first, count }) => [
            pool.call(kernel, a + first * aStep, aStep, 0, b + first * bStep, bStep, 0, out + 4 * first, 1, count),
          ])
      : backend
          .cut(rows, GRAIN / n)
          .map(({ first, count }) => [
            pool.call(kernel, a + first * aRow, aStep, aRow, b + first * bRow, bStep, bRow, out + 4 * first * n, count, n),
          ])
  backend.run(tasks)
}

function unary(kernel: UnaryKernel): Override {
  return ({ inputs: { x }, backend }) => {
    if (!x || !isFloat(x)) return undefined
    const out = backend.output(x.shape)
    const [from, to] = [backend.address(x), backend.address(out)]
    const pieces = backend.cut(util.sizeFromShape(x.shape), GRAIN, 16)
    backend.run(pieces.map(({ first, count }) => [backend.pool.call(kernel, from + 4 * first, to + 4 * first, count)]))
    return out
  }
}

/** max(0, x), as x against one 0. */
function relu({ inputs: { x }, backend }: Call): TensorInfo | undefined {
  if (!x || !isFloat(x)) return undefined
  const out = backend.output(x.shape)
  const zero = backend.scratch(64)
  backend.runOne('zeroBytes', zero, 4)
  const n = util.sizeFromShape(x.shape)
  runBinary(backend, 'maximum', backend.address(x), zero, backend.address(out), { rows: 1, n, a: [4, 0], b: [0, 0] })
  return out
}

/** 1 where x > 0, else 0. */
function step({ inputs: { x }, backend, attrs }: Call): TensorInfo | undefined {
  if (!x || !isFloat(x) || (attrs.alpha ?? 0) !== 0) return undefined
  const out = backend.output(x.shape)
  backend.runOne('step', backend.address(x), backend.address(out), util.sizeFromShape(x.shape))
  return out
}

/** To float32, from anything that is a number; and to int32 from bool, whose values are bytes here. */
function cast({ inputs: { x }, backend, attrs }: Call): TensorInfo | undefined {
  if (x?.dtype === 'bool' && attrs.dtype === 'int32') {
    return { dataId: backend.write(Int32Array.from(backend.view(x)), x.shape, 'int32'), shape: x.shape, dtype: 'int32' }
  }
  if (!x || attrs.dtype !== 'float32') return undefined
  if (x.dtype === 'float32') return alias(backend, x, x.shape)
  if (x.dtype !== 'int32' && x.dtype !== 'bool') return undefined
  const kernel: keyof Kernels = x.dtype === 'int32' ? 'int32ToFloat' : 'byteToFloat'
  const out = backend.output(x.shape)
  backend.runOne(kernel, backend.address(x), backend.address(out), util.sizeFromShape(x.shape))
  return out
}

/** condition ? t : e, all of one shape. */
function select({ inputs: { condition, t, e }, backend }: Call): TensorInfo | undefined {
  if (!condition || !t || !e || !isFloat(t, e) || condition.dtype !== 'bool') return undefined
  if (!util.arraysEqual(condition.shape, t.shape) || !util.arraysEqual(t.shape, e.shape)) return undefined
  const out = backend.output(t.shape)
  const [c, a, b, to] = [condition, t, e, out].map((tensor) => backend.address(tensor)) as [number, number, number, number]
  backend.runOne('select', c, a, b, to, util.sizeFromShape(t.shape))
  return out
}

/** dy · (y > 0), of one shape. Our own kernel: it falls back on nothing. */
function reluGradient(call: Call): TensorInfo {
  const { dy, y } = call.inputs
  if (!dy || !y || !isFloat(dy, y) || !util.arraysEqual(dy.shape, y.shape)) {
    throw new Error(`ReluGrad takes float32 dy and y of one shape, got ${dy?.shape} and ${y?.shape}`)
  }
  return binary('reluGradient', 'dy', 'y')(call) as TensorInfo
}

export const elementwiseOverrides: Overrides = {
  Add: binary('add'),
  Sub: binary('subtract'),
  Multiply: binary('multiply'),
  RealDiv: binary('divide'),
  Maximum: binary('maximum'),
  Minimum: binary('minimum'),
  SquaredDifference: binary('squaredDifference'),
  Square: unary('square'),
  Sqrt: unary('sqrt'),
  Neg: unary('negate'),
  Abs: unary('absolute'),
  Relu: relu,
  Step: step,
  Cast: cast,
  Select: select,
  ReluGrad: reluGradient,
}
