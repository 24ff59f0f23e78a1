import { describeEngine } from '../../../tests/engines/equivalence.ts'

// Found, TensorFlow 2.21 on a processor: 2.5e-7, 1.4e-7, 6.8e-7, 2.0e-6 and 1.1e-5 dB.
await describeEngine('tensorflow', { ops: 1e-6, loss: 1e-6, gradients: 5e-6, training: 2e-5, psnr: 1e-3 }, { threads: 1 })
