import { optionNames, parseOptionWord } from '../../src-shared/figures/option-words.ts'
import { type FigureOptions, figureOptionsSchema } from '../../src-shared/figures/options.ts'
import { parseMask } from '../../src-shared/masks/drawn.ts'
import { usageError } from './exit.ts'

/** What the command line says of a figure. */
export interface FigureWords {
  readonly size: string
  readonly checkpoint: string
  readonly limit: number
  readonly masks?: string
  readonly scale: number
  readonly baselines?: string
  readonly transparent?: boolean
  readonly set?: readonly string[]
}

/** @throws WorkbenchError `mask-spec`, `usage` */
export function readFigureOptions(words: FigureWords): FigureOptions {
  const { size, checkpoint, limit: evaluate, masks, scale, baselines, transparent, set = [] } = words
  const listed = (text: string) => text.split(',').map((part) => part.trim())
  const { data, error } = figureOptionsSchema.safeParse({
    ...{ size, checkpoint, evaluate, scale, ground: transparent ? 'transparent' : 'white' },
    ...(masks !== undefined && { masks: listed(masks).map(parseMask) }),
    ...(baselines !== undefined && { baselines: listed(baselines) }),
    ...Object.fromEntries(set.map(readAssignment)),
  })
  if (!data) throw usageError(`--${error.issues[0]!.path.join('.')}: ${error.issues[0]!.message}`)
  return data
}

function readAssignment(text: string): [string, unknown] {
  const [, key, word = ''] = /^([^=]*)=?(.*)$/s.exec(text)!
  const name = optionNames.find((one) => one === key)
  if (!name || !text.includes('='))
    throw usageError(`--set "${text.slice(0, 80)}": expected KEY=VALUE, KEY one of ${optionNames.join(', ')}`)
  const { data, error } = parseOptionWord(name, word)
  if (error) {
    const [{ path, message }] = error.issues as [(typeof error.issues)[number]]
    throw usageError(`--set ${[name, ...path].join('.')}: ${message}, got "${word.slice(0, 40)}"`)
  }
  return [name, data]
}
