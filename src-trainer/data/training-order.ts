import { permutation, randomStream } from '../../src-shared/random.ts'

/** What decides which pictures a step uses. */
export interface OrderSpecification {
  /** The run's seed. */
  readonly seed: number
  /** Pictures in the training split. */
  readonly count: number
  readonly batchSize: number
  /** Read the first epoch in storage order: for exchangeable pictures, so that training can start while they are being made. */
  readonly inOrderFirst: boolean
}

export interface TrainingOrder {
  /** @param step from 0 @returns [batchSize] positions in the training split */
  batch(step: number): Uint32Array
  /** Epochs gone by before a step, with fraction. */
  epochOf(step: number): number
}

/**
 * The pictures of every step, addressed by step: the training stream is epoch after epoch, each a seeded permutation of the
 * split, cut into batches without regard to where an epoch ends, so that no picture is dropped and a resumed run goes on exactly.
 */
export function trainingOrder({ seed, count, batchSize, inOrderFirst }: OrderSpecification): TrainingOrder {
  const epochs = new Map<number, Uint32Array>() // neighbours only: a batch may span them

  function orderOf(epoch: number): Uint32Array {
    const known = epochs.get(epoch)
    if (known) return known
    const inOrder = epoch === 0 && inOrderFirst
    const order = inOrder ? firstOfSplit(count, count) : permutation(count, randomStream(seed, 'shuffle', epoch))
    for (const other of epochs.keys()) if (Math.abs(other - epoch) > 1) epochs.delete(other)
    epochs.set(epoch, order)
    return order
  }

  return {
    batch(step) {
      const first = step * batchSize
      return Uint32Array.from({ length: batchSize }, (_, i) => orderOf(Math.floor((first + i) / count))[(first + i) % count]!)
    },
    epochOf: (step) => (step * batchSize) / count,
  }
}

/** The first `limit` pictures of a split, all of them where it has fewer: what validation and samples use unless a person picks. */
export function firstOfSplit(splitCount: number, limit: number): Uint32Array {
  return Uint32Array.from({ length: Math.min(splitCount, limit) }, (_, i) => i)
}
