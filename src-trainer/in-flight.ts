import type * as tf from '@tensorflow/tfjs-core'
import { type LossValues, lossValues } from './losses/inpainting-loss.ts'

/** A step whose losses have been read. */
export interface Landed {
  /** Steps taken, this one included. */
  readonly step: number
  readonly losses: LossValues
}

/**
 * Steps that a device has been given and whose losses are still to be read, oldest first. Each read is asked for at once and waited for
 * only a few steps later, so that the device never waits for JavaScript, nor JavaScript for the device.
 */
export interface StepsInFlight {
  /** @param values [loss, mse, tv, tvFree] on the device; disposed of once read */
  launch(step: number, values: tf.Tensor1D): void
  /** Waits until at most `left` steps are in flight. @returns those that have landed, in order */
  land(left: number): Promise<Landed[]>
}

export function createStepsInFlight(): StepsInFlight {
  const flying: { step: number; read: Promise<LossValues> }[] = []

  async function read(values: tf.Tensor1D): Promise<LossValues> {
    const losses = lossValues((await values.data()) as Float32Array)
    values.dispose()
    return losses
  }

  return {
    launch(step, values) {
      const losses = read(values)
      losses.catch(() => {}) // told when it is its turn to land
      flying.push({ step, read: losses })
    },
    async land(left) {
      const landed: Landed[] = []
      while (flying.length > left) {
        const { step, read: losses } = flying.shift()!
        landed.push({ step, losses: await losses })
      }
      return landed
    },
  }
}
