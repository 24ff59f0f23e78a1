import { WorkbenchError } from '../../src-shared/errors.ts'
import { figureKindNames } from '../../src-shared/figures/kinds.ts'
import { type OptionName, optionNames, optionWord, parseOptionWord, wrongWith } from '../../src-shared/figures/option-words.ts'
import { oneOf, wrongWord } from '../format/addressWords.ts'
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
    set: (word) => {
      if (!choice.names.includes(name)) throw wrongWord(`nothing for a figure of the kind ${choice.kindName}`, word)
      const { data, error } = parseOptionWord(name, word)
      if (error) throw new WorkbenchError('address', wrongWith(word, error))
      choice.setOption(name, data)
    },
  })
  const travelling = ['checkpoint', 'split', 'colours']
  const names = optionNames.filter((name) => !travelling.includes(name))
  useAddressWords({
    // First: the options are those of the kind.
    kind: {
      get: () => choice.kindName,
      set: (word) => {
        choice.kindName = oneOf(word, figureKindNames)
      },
    },
    ...Object.fromEntries(names.map((name) => [name, ofOption(name)])),
  })
}
