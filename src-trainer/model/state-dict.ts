import { WorkbenchError } from '../../src-shared/errors.ts'
import type { StateTensor } from './model.ts'
import type { Parameter, Parameters } from './parameters.ts'

/**
 * PyTorch's layouts, for export and import.
 *
 * | here | PyTorch |
 * |---|---|
 * | conv weight [rows, columns, in, out] | [out, in, rows, columns] |
 * | dense weight [in, out] | [out, in] |
 * | bias [out] | [out] |
 * | the decoder's first layer, in two: coordinates [2, out], latent [row · column · channel, out] | one weight [out, 2 + channel · row · column] |
 *
 * The last line reorders as well: PyTorch flattens a latent of [channel, row, column], we one of [row, column, channel].
 */
export interface JoinedLayer {
  /** PyTorch's name of the whole weight. */
  readonly name: string
  readonly coordinates: string
  readonly latent: string
  /** [height, width, channel] */
  readonly latentShape: readonly [number, number, number]
}

/** Column of PyTorch's first layer for each row of `latent`, after the two coordinates. */
function latentColumns([height, width, channels]: readonly [number, number, number]): Int32Array {
  const columns = new Int32Array(height * width * channels)
  for (let place = 0; place < height * width; place++) {
    for (let channel = 0; channel < channels; channel++) columns[place * channels + channel] = channel * height * width + place
  }
  return columns
}

/** Where value `index` of a parameter goes in PyTorch's layout of the same parameter. */
function torchLayout({ kind, shape }: Parameter): { shape: number[]; place: (index: number) => number } {
  if (kind === 'bias') return { shape: [...shape], place: (index) => index }
  const outputs = shape.at(-1)!
  const inputs = shape.at(-2)!
  const taps = kind === 'conv' ? shape[0]! * shape[1]! : 1 // rows · columns
  const place = (index: number) => {
    const output = index % outputs
    const input = Math.floor(index / outputs) % inputs
    const tap = Math.floor(index / (outputs * inputs))
    return (output * inputs + input) * taps + tap
  }
  return { shape: kind === 'conv' ? [outputs, inputs, shape[0]!, shape[1]!] : [outputs, inputs], place }
}

/** A model's parameters as PyTorch's `state_dict` would hold them. */
export async function toState(parameters: Parameters, joined: JoinedLayer): Promise<StateTensor[]> {
  const all = await parameters.read()
  const columns = latentColumns(joined.latentShape)
  const width = 2 + columns.length
  const result: StateTensor[] = []
  let first: Float32Array | undefined
  parameters.list.forEach((parameter, i) => {
    const values = all[i]!
    const { name, shape } = parameter
    if (name === joined.coordinates || name === joined.latent) {
      const outputs = shape[1]!
      if (!first) {
        first = new Float32Array(outputs * width)
        result.push({ name: joined.name, shape: [outputs, width], values: first })
      }
      for (let index = 0; index < values.length; index++) {
        const row = Math.floor(index / outputs)
        const column = name === joined.coordinates ? row : 2 + columns[row]!
        first[(index % outputs) * width + column] = values[index]!
      }
      return
    }
    const torch = torchLayout(parameter)
    const moved = new Float32Array(values.length)
    for (let index = 0; index < values.length; index++) moved[torch.place(index)] = values[index]!
    result.push({ name, shape: torch.shape, values: moved })
  })
  return result
}

/** Sets every parameter from PyTorch's tensors; throws a `WorkbenchError` where one is absent or of another size. */
export function fromState(tensors: readonly StateTensor[], parameters: Parameters, joined: JoinedLayer): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  const columns = latentColumns(joined.latentShape)
  const width = 2 + columns.length

  function take(name: string, count: number): Float32Array {
    const tensor = byName.get(name)
    if (!tensor) throw new WorkbenchError('state-missing', `the checkpoint has no tensor "${name}"; it belongs to another model`)
    if (tensor.values.length === count) return tensor.values
    throw new WorkbenchError(
      'state-shape',
      `"${name}" is ${tensor.shape.join('×')}, the model expects ${count} values; image size or options differ`,
    )
  }

  for (const parameter of parameters.list) {
    const { name, count, shape } = parameter
    const values = new Float32Array(count)
    if (name === joined.coordinates || name === joined.latent) {
      const outputs = shape[1]!
      const whole = take(joined.name, outputs * width)
      for (let index = 0; index < count; index++) {
        const row = Math.floor(index / outputs)
        const column = name === joined.coordinates ? row : 2 + columns[row]!
        values[index] = whole[(index % outputs) * width + column]!
      }
    } else {
      const source = take(name, count)
      const { place } = torchLayout(parameter)
      for (let index = 0; index < count; index++) values[index] = source[place(index)]!
    }
    parameters.assign(name, values)
  }
}
