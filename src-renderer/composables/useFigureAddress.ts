import { figureKinds } from '../../src-shared/figures/kinds.ts'
import { type OptionName, optionNames, optionWord, parseOptionWord } from '../../src-shared/figures/option-words.ts'
import { useFigureChoice, usualOptions } from '../stores/figureChoice.ts'
import { type AddressWord, useAddressWords } from './useAddressWords.ts'

/** Keeps the composed figure in the address: its kind, and every option that is not the usual one. */
export function useFigureAddress(): void {
  const choice = useFigureChoice()
  const ofOption = (name: OptionName): AddressWord => ({
    get: () => {
      if (!choice.names.includes(name)) return undefined
      const value = choice.option(name)
      return value === undefined || optionWord(value) === optionWord(usualOptions[name]) ? undefined : optionWord(value)
    },
    set: (word) => choice.setOption(name, parseOptionWord(name, word).data),
  })
  const travelling = ['checkpoint', 'split', 'colours']
  const names = optionNames.filter((name) => !travelling.includes(name))
  useAddressWords({
    // First: the options are those of the kind.
    kind: {
      get: () => choice.kindName,
      set: (word) => {
        choice.kindName = figureKinds.find(({ name }) => name === word)?.name ?? choice.kindName
      },
    },
    ...Object.fromEntries(names.map((name) => [name, ofOption(name)])),
  })
}
