import type { Baseline } from './baseline.ts'

/** Pictures read at once. */
const chunk = 512

/** The training split's mean picture, whatever the input: what a model must beat to have looked at it. */
export const meanPicture: Baseline = {
  name: 'mean',
  label: 'Mean picture',
  version: 1,
  learns: true,
  async fit(reader) {
    const { count } = reader.splits.train
    const values = reader.imageSize ** 2 * reader.channels
    const sum = new Float64Array(values)
    for (let first = 0; first < count; first += chunk) {
      const indices = Uint32Array.from({ length: Math.min(chunk, count - first) }, (_, i) => first + i)
      const pictures = reader.readTraining(indices)
      for (let i = 0; i < pictures.length; i++) sum[i % values]! += pictures[i]!
    }
    const mean = Float32Array.from(sum, (total) => total / count / 255)
    return () => mean
  },
}
