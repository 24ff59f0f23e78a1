import { figureKindNames } from '../../src-shared/figures/kinds.ts'
import { type OptionName, optionNames, optionWord, parseOptionWord, wrongWith } from '../../src-shared/figures/option-words.ts'
import { got } from '../../src-shared/plain-issues.ts'
import { useFigureChoice, usualOptions } from '../stores/figureChoice.ts'
import { useToasts } from '../stores/toasts.ts'
import { type AddressWord, useAddressWords } from './useAddressWords.ts'

/**
 * Keeps the composed figure in the address: its kind, and every option that is not the usual one. What an address says wrongly is left
 * out, and the person told.
 */
export function useFigureAddress(): void {
  const choice = useFigureChoice()
  const toasts = useToasts()
  const told = new Set<string>()
  /** Once: other words of the address may change while this one stands there. */
  function tell(wrong: string) {
    if (told.has(wrong)) return
    told.add(wrong)
    toasts.show(`The address is wrong at ${wrong}; this is left out`, { tone: 'bad' })
  }
  const ofOption = (name: OptionName): AddressWord => ({
    get: () => {
      if (!choice.names.includes(name)) return undefined
      const value = choice.option(name)
      return value === undefined || optionWord(value) === optionWord(usualOptions[name]) ? undefined : optionWord(value)
    },
    set: (word) => {
      const { data, error } = parseOptionWord(name, word)
      if (error) tell(wrongWith(name, word, error))
      else choice.setOption(name, data)
    },
  })
  const travelling = ['checkpoint', 'split', 'colours']
  const names = optionNames.filter((name) => !travelling.includes(name))
  useAddressWords({
    // First: the options are those of the kind.
    kind: {
      get: () => choice.kindName,
      set: (word) => {
        const known = figureKindNames.find((name) => name === word)
        if (known) choice.kindName = known
        else tell(`kind: expected ${figureKindNames.join(', ')}, got ${got(word)}`)
      },
    },
    ...Object.fromEntries(names.map((name) => [name, ofOption(name)])),
  })
}
