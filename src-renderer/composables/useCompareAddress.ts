import { formatMaskSpec, slidesMasks } from '../../src-shared/masks/registry.ts'
import { headlineMask, validationPsnr } from '../../src-shared/runs.ts'
import { oneOf, wholeNumber } from '../format/addressWords.ts'
import { useComparedSamples } from '../stores/comparedSamples.ts'
import { useComparison } from '../stores/comparison.ts'
import { useComparedLoss, useComparedPsnr } from '../stores/comparisonCurves.ts'
import { useRuns } from '../stores/runs.ts'
import { type AddressWord, useAddressWords } from './useAddressWords.ts'

/** The name of a store's series, without its prefix; the usual one leaves no trace. */
function seriesWord(curves: { name: string }, prefix: string, usual: string, known: readonly string[]): AddressWord {
  return {
    get: () => (curves.name === prefix + usual ? undefined : curves.name.slice(prefix.length)),
    set: (word) => {
      curves.name = prefix + oneOf(word, known)
    },
  }
}

/** Which baseline, step, picture and curves the comparison shows, in the address beside its runs. */
export function useCompareAddress(): void {
  const comparison = useComparison()
  const runs = useRuns()
  const samples = useComparedSamples()
  useAddressWords({
    baseline: {
      get: () => comparison.baselineId,
      set: (word) => {
        comparison.baselineId = oneOf(
          word,
          comparison.compared.map(({ id }) => id),
        )
      },
      known: () => runs.loaded,
    },
    step: {
      get: () => samples.chosenStep?.toString(),
      set: (word) => {
        samples.chosenStep = wholeNumber(word)
      },
    },
    sample: {
      get: () => (samples.picture > 0 ? String(samples.picture) : undefined),
      known: () => samples.loaded,
      set: (word) => {
        samples.picture = wholeNumber(word, samples.panel && samples.panel.count - 1)
      },
    },
    loss: seriesWord(useComparedLoss(), '', 'loss', ['loss', 'mse', 'tv']),
    psnr: seriesWord(useComparedPsnr(), validationPsnr(''), headlineMask, slidesMasks.map(formatMaskSpec)),
  })
}
