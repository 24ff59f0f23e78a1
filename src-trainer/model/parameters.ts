import * as tf from '@tensorflow/tfjs-core'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { randomStream } from '../../src-shared/random.ts'

/** How a parameter is laid out here, which decides how it is written for PyTorch (`state-dict.ts`). */
export type ParameterKind = 'conv' | 'dense' | 'bias'

export interface ParameterSpec {
  /** PyTorch-like: `encoder.block1.conv1.weight`. */
  readonly name: string
  /** conv [rows, columns, in, out]; dense [in, out]; bias [out]. */
  readonly shape: readonly number[]
  readonly kind: ParameterKind
  /** Inputs that one output of the layer sums over; the bound of its initial values is 1/√fanIn. */
  readonly fanIn: number
}

const valuesOf = ({ shape }: ParameterSpec) => shape.reduce((product, size) => product * size, 1)

/** Values of all parameters whose names begin so. */
export function countValues(specs: readonly ParameterSpec[], prefix: string): number {
  return specs.filter(({ name }) => name.startsWith(prefix)).reduce((sum, spec) => sum + valuesOf(spec), 0)
}

export interface Parameter extends ParameterSpec {
  /** Number of values. */
  readonly count: number
  readonly variable: tf.Variable
}

/** An ordered list of named variables. */
export interface Parameters {
  readonly list: readonly Parameter[]
  readonly count: number
  /** The variable of that name. */
  get<T extends tf.Tensor>(name: string): T
  /**
   * PyTorch's default initialisation: weights and biases from U(−1/√fanIn, 1/√fanIn). Every parameter has a random stream
   * of its own, so the values depend on the seed and its name alone: not on the engine, nor on the other parameters.
   */
  initialize(seed: number): void
  /** Sets one parameter; `values` in this layout. */
  assign(name: string, values: Float32Array): void
  /** Copies of all values, in order. */
  read(): Promise<Float32Array[]>
  dispose(): void
}

/** Makes the variables, all zero until `initialize` or `assign`. */
export function createParameters(specs: readonly ParameterSpec[]): Parameters {
  const list: Parameter[] = specs.map((spec) => ({
    ...spec,
    count: valuesOf(spec),
    variable: tf.tidy(() => tf.variable(tf.zeros([...spec.shape]))),
  }))
  const byName = new Map(list.map((parameter) => [parameter.name, parameter]))

  function find(name: string): Parameter {
    const parameter = byName.get(name)
    if (!parameter)
      throw new WorkbenchError('parameter-name', `unknown parameter "${name}": expected one of ${[...byName.keys()].join(', ')}`)
    return parameter
  }

  function assign(name: string, values: Float32Array): void {
    const { variable, count, shape } = find(name)
    if (values.length !== count) {
      throw new WorkbenchError(
        'parameter-shape',
        `${name} has ${values.length} values, the model expects ${count} (${shape.join('×')})`,
      )
    }
    tf.tidy(() => variable.assign(tf.tensor(values.slice(), [...shape]))) // a copy: a backend may keep the array it is given
  }

  return {
    list,
    count: list.reduce((sum, parameter) => sum + parameter.count, 0),
    get: <T extends tf.Tensor>(name: string) => find(name).variable as tf.Tensor as T,
    initialize(seed) {
      for (const { name, count, fanIn } of list) {
        const values = new Float32Array(count)
        const bound = 1 / Math.sqrt(fanIn)
        randomStream(seed, `initialize ${name}`).fillUniform(values, -bound, bound)
        assign(name, values)
      }
    },
    assign,
    read: () => Promise.all(list.map(async ({ variable }) => ((await variable.data()) as Float32Array).slice())),
    dispose() {
      for (const { variable } of list) variable.dispose()
    },
  }
}
