/** An engine as a subject, a process of its own: node bench/subject.ts WORKLOAD ENGINE [THREADS]. Answers JSON lines on stdin. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import * as tf from '@tensorflow/tfjs-core'
import { messageOf } from '../src-shared/errors.ts'
import { openEngine } from '../src-trainer/engines/registry.ts'
import { SimdBackend } from '../src-trainer/engines/simd/backend.ts'
import type { RawBatch } from '../src-trainer/model/batch.ts'
import { inpaint } from '../src-trainer/model/inpaint.ts'
import type { StateTensor } from '../src-trainer/model/model.ts'
import { createModel } from '../src-trainer/model/registry.ts'
import { createAdam } from '../src-trainer/optimizers/adam.ts'
import { evaluateLoss, trainStepTensor } from '../src-trainer/train-step.ts'
import { measurePeak } from './peak.ts'
import type { Workload } from './workload.ts'

const [file, name, threads] = process.argv.slice(2)
const workload = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Workload
const { batch, maskSets, imageSize, channels } = workload
const pixels = imageSize * imageSize
const bytes = readFileSync(`${file}.bin`)
let at = 0
const take = (length: number) => {
  at += length
  return new Uint8Array(bytes.subarray(at - length, at))
}
const images = take(batch * pixels * channels)
const masks = take(maskSets * batch * pixels)
const state: StateTensor[] = workload.tensors.map(({ name, shape }) => {
  const count = shape.reduce((product, size) => product * size, 1)
  return { name, shape, values: new Float32Array(take(4 * count).buffer) }
})

const { engine } = await openEngine(name!, threads ? { threads: Number(threads) } : {}).catch((error) => {
  console.error(messageOf(error)) // the last line, which the benchmark takes as the reason
  process.exit(1)
})
const model = createModel({ name: 'slides' }, { imageSize, channels })
model.importState(state)
const adam = createAdam({}, model.parameters)
const set = (index: number): RawBatch => ({
  images,
  masks: masks.subarray((index % maskSets) * batch * pixels, ((index % maskSets) + 1) * batch * pixels),
})
let steps = 0

const operations: Record<string, (request: { seconds: number; count: number }) => Promise<object>> = {
  async start() {
    const backend = tf.backend()
    const { loss, mse, tv } = await evaluateLoss(model, set(0))
    const peak = backend instanceof SimdBackend ? measurePeak(backend) : undefined
    return { device: engine.device, threads: engine.threads, peak, loss, mse, tv }
  },
  async train({ seconds }) {
    const start = performance.now()
    let done = 0
    do {
      const values = trainStepTensor(model, adam, set(steps++))
      await values.data() // some engines only queue what they are asked
      values.dispose()
      done++
    } while (performance.now() - start < 1000 * seconds)
    await engine.settled() // a step's losses are known before its gradients
    return { images: done * batch, seconds: (performance.now() - start) / 1000 }
  },
  async infer({ count }) {
    const milliseconds: number[] = []
    for (let i = 0; i < count; i++) {
      const picture = i % batch
      const raw = {
        images: images.subarray(picture * pixels * channels, (picture + 1) * pixels * channels),
        masks: masks.subarray(picture * pixels, (picture + 1) * pixels),
      }
      const start = performance.now()
      await inpaint(model, raw)
      milliseconds.push(performance.now() - start)
    }
    return { milliseconds }
  },
  async memory() {
    return { peakMiB: process.resourceUsage().maxRSS / 1024, tensorMiB: engine.memory().reserved / 2 ** 20 }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  console.log(JSON.stringify(await operations[request.op]!(request)))
}
engine.close()
