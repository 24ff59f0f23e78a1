import { type OptionName, optionNames, parseOptionWord, wrongWith } from '../../src-shared/figures/option-words.ts'
import { type FigureOptions, figureOptionsSchema } from '../../src-shared/figures/options.ts'
import { parseMask } from '../../src-shared/masks/drawn.ts'
import { describeIssue, inPlain } from '../../src-shared/plain-issues.ts'
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
  const described = {
    ...{ size, checkpoint, evaluate, scale, ground: transparent ? 'transparent' : 'white' },
    ...(masks !== undefined && { masks: listed(masks).map(parseMask) }),
    ...(baselines !== undefined && { baselines: listed(baselines) }),
    ...Object.fromEntries(set.map(readAssignment)),
  }
  const { data, error } = figureOptionsSchema.safeParse(described, inPlain)
  if (data) return data
  throw usageError(`--${describeIssue(error.issues[0]!)}`)
}

/** Options of the composer that the command line takes in an easier form. */
const easier: Partial<Record<OptionName, string>> = {
  masks: '--masks random:0.5,all',
  baselines: '--baselines nearest,mean',
  ownPicture: '--picture FILE',
}

function readAssignment(text: string): [string, unknown] {
  const [, key, word = ''] = /^([^=]*)=?(.*)$/s.exec(text)!
  const name = optionNames.find((one) => one === key)
  if (!name || !text.includes('='))
    throw usageError(`--set "${text.slice(0, 80)}": expected KEY=VALUE, KEY one of ${optionNames.join(', ')}`)
  const { data, error } = parseOptionWord(name, word)
  if (error) {
    const way = easier[name] ? `; easier is ${easier[name]}` : ''
    throw usageError(`--set ${wrongWith(word, error, name)}${way}`)
  }
  return [name, data]
}
