import { describeEngine } from '../../../tests/engines/equivalence.ts'

// Found: 1.8e-7, 6.8e-8, 5.4e-7, 2.9e-7 and 2.5e-7 dB.
await describeEngine('simd', { ops: 1e-6, loss: 5e-7, gradients: 5e-6, training: 1e-5, psnr: 1e-4 }, { threads: 1 })
