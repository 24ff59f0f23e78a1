import { formatMaskSpec, slidesMasks } from '../../src-shared/masks/registry.ts'
import { headlineMask, validationPsnr } from '../../src-shared/runs.ts'
import { useComparedSamples } from '../stores/comparedSamples.ts'
import { useComparedLoss, useComparedPsnr } from '../stores/comparisonCurves.ts'
import { type AddressWord, useAddressWords } from './useAddressWords.ts'

const whole = (word: string) => (/^\d+$/.test(word) ? Number(word) : undefined)

/** The name of a store's series, without its prefix; the usual one leaves no trace. */
function seriesWord(curves: { name: string }, prefix: string, usual: string, known: readonly string[]): AddressWord {
  return {
    get: () => (curves.name === prefix + usual ? undefined : curves.name.slice(prefix.length)),
    set: (word) => {
      if (known.includes(word)) curves.name = prefix + word
    },
  }
}

/** Which step, picture and curves the comparison shows, in the address beside its runs. */
export function useCompareAddress(): void {
  const samples = useComparedSamples()
  useAddressWords({
    step: {
      get: () => samples.chosenStep?.toString(),
      set: (word) => {
        samples.chosenStep = whole(word)
      },
    },
    sample: {
      get: () => (samples.picture > 0 ? String(samples.picture) : undefined),
      set: (word) => {
        samples.picture = whole(word) ?? 0
      },
    },
    loss: seriesWord(useComparedLoss(), '', 'loss', ['loss', 'mse', 'tv']),
    psnr: seriesWord(useComparedPsnr(), validationPsnr(''), headlineMask, slidesMasks.map(formatMaskSpec)),
  })
}
