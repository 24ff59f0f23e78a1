import { describeEngine } from '../../../tests/engines/equivalence.ts'
import { loadGolden } from '../../../tests/golden/model-golden.ts'

// On a software driver, where a step of the slides' model takes half a minute.
const tolerances = { ops: 1e-6, loss: 1e-6, gradients: 1e-5, training: 1e-4, psnr: 1e-3 }
await describeEngine('webgpu', tolerances, { device: 'software' }, loadGolden('model-small'))
