import { computed } from 'vue'
import type { FigureOptions } from '../../../src-shared/figures/options.ts'
import { useFigureChoice } from '../../stores/figureChoice.ts'

/** One of the figure's options, for a control. */
export function useOption<Name extends keyof FigureOptions>(name: Name) {
  const choice = useFigureChoice()
  return computed<FigureOptions[Name]>({
    get: () => choice.option(name),
    set: (value) => choice.setOption(name, value),
  })
}

/** A text that is the figure's own until somebody writes another; written empty, it is the figure's own again. */
export function useOptionText(name: 'title' | 'xTitle' | 'yTitle') {
  const choice = useFigureChoice()
  return computed<string>({
    get: () => choice.option(name) ?? '',
    set: (text) => choice.setOption(name, text === '' ? undefined : text),
  })
}
