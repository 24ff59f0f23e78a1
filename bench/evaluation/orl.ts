import { parseArgs } from 'node:util'
import { fixedMasks } from '../../src-shared/masks/fixed.ts'
import { parseMaskSpec } from '../../src-shared/masks/registry.ts'
import { maskedPsnr } from '../../src-shared/metrics.ts'
import { baselines } from '../../src-trainer/baselines/registry.ts'
import { openDatasetReader } from '../../src-trainer/data/dataset-reader.ts'

/**
 * The baselines on ORL's faces against the figures this project is measured by:
 *
 *     lacuna datasets add orl --kind folder --path FACES --split split.csv --group-by folder
 *     node bench/evaluation/orl.ts DATA/datasets/<hash>
 *
 * Fails when an entry is more than 0.3 dB off or the Gaussian is not above the biharmonic filling.
 */
const reference: Record<string, readonly number[]> = {
  // mean, nearest, linear, harmonic, biharmonic, gaussian
  'random:0.9': [16.6, 21.4, 25.4, 26.3, 27.8, 28.0],
  'random:0.7': [16.7, 21.2, 24.9, 25.3, 26.5, 26.8],
  'random:0.5': [16.6, 21.1, 24.2, 24.2, 25.3, 25.7],
  'random:0.3': [16.6, 20.4, 22.9, 22.6, 23.6, 24.1],
  'random:0.1': [16.6, 18.0, 19.7, 19.5, 20.1, 21.3],
  'rect-centred:0.75': [17.3, 17.3, 17.2, 18.4, 17.2, 19.6],
}
const methods = ['mean', 'nearest', 'linear', 'harmonic', 'biharmonic', 'gaussian']

const folder = parseArgs({ allowPositionals: true }).positionals[0]
if (!folder) throw new Error('expected the folder of ORL’s data set: DATA/datasets/<hash>')
const reader = await openDatasetReader(folder)
const { imageSize, channels } = reader
const { count } = reader.splits.test
const images = reader.readSplit('test', count)
const [pixels, values] = [imageSize ** 2, imageSize ** 2 * channels]
const fitted = await Promise.all(methods.map(async (name) => baselines.find((baseline) => baseline.name === name)!.fit(reader)))

let failures = 0
for (const [text, expected] of Object.entries(reference)) {
  const masks = fixedMasks(parseMaskSpec(text), imageSize, 0, count)
  const found = fitted.map((fill) => {
    let sum = 0
    for (let i = 0; i < count; i++) {
      const picture = images.subarray(i * values, (i + 1) * values)
      const mask = masks.subarray(i * pixels, (i + 1) * pixels)
      sum += maskedPsnr(fill(picture, mask), picture, mask, channels)
    }
    return sum / count
  })
  const off = found.map((value, i) => Math.abs(value - expected[i]!) > 0.3)
  failures += off.filter(Boolean).length + (found[5]! > found[4]! ? 0 : 1)
  const cells = found.map((value, i) => `${methods[i]} ${value.toFixed(2)} (${expected[i]!.toFixed(1)})${off[i] ? ' OFF' : ''}`)
  console.log(`${text.padEnd(18)}${cells.join('  ')}`)
}
reader.close()
if (failures > 0) throw new Error(`${failures} entries differ from the reference`)
