import { WorkbenchError } from '../../../../src-shared/errors.ts'
import type { DiagramBox, DiagramRow } from '../../../../src-shared/figures/figure.ts'
import { formatCount } from '../../../../src-shared/format/numbers.ts'
import type { RunDetail } from '../../../../src-shared/runs.ts'
import { captionOf, metadataOf } from '../words.ts'
import type { GatherFigure } from './kind.ts'

type Parameters = RunDetail['parameterTable']

/** The configured model: what flows through it in which shape, and how many parameters each part has. */
export const gatherArchitecture: GatherFigure = async (parts, { runs }) => {
  const [run] = runs as [RunDetail]
  const { parameterTable: table } = run
  if (table.length === 0)
    throw new WorkbenchError(
      'no-parameters',
      `"${run.name}" has not begun to train, so its model is not known yet: train its first step`,
    )
  const encoder = partsOf(table, 'encoder')
  const decoder = partsOf(table, 'decoder')
  const size = run.config.imageSize
  const channels = outputsOf(decoder.at(-1)!.own)
  const shape = `${size}×${size}×${channels}`
  const total = (own: Parameters) => own.reduce((sum, { count }) => sum + count, 0)
  const encoderTotal = encoder.reduce((sum, { own }) => sum + total(own), 0)
  const decoderTotal = decoder.reduce((sum, { own }) => sum + total(own), 0)
  const latent = size * size * channels
  const data = (title: string, ...lines: string[]): DiagramBox => ({ look: 'data', title, lines })
  const layers = (all: readonly Part[]) =>
    runsAlike(all).map((alike): DiagramBox => {
      const [{ name, own }] = alike as [Part]
      const count = formatCount(total(own))
      return {
        look: 'layer',
        title: alike.length === 1 ? titleOf(name) : `${titleOf(name)}–${/\d+$/.exec(alike.at(-1)!.name)?.[0]}`,
        lines: [describeLayer(name, own), alike.length === 1 ? count : `${alike.length} × ${count}`],
      }
    })
  const rows: DiagramRow[] = [
    {
      label: `Encoder, ${formatCount(encoderTotal)} parameters, once a picture`,
      boxes: [data('Masked image', shape), ...layers(encoder), data('Latent Z', shape)],
    },
    {
      label: `Decoder, ${formatCount(decoderTotal)} parameters, once a missing pixel`,
      boxes: [data('(x, y), Z', `2 + ${formatCount(latent)}`), ...layers(decoder), data('Colour', String(channels))],
    },
  ]
  return {
    step: run.step,
    notes: [],
    figure: {
      title: `Model: ${formatCount(encoderTotal + decoderTotal)} parameters`,
      caption: await captionOf(parts, runs, ['known pixels are kept as they are']),
      body: { type: 'diagram', rows },
      metadata: metadataOf(runs, run.step, { model: run.config.model.name }),
      data: [
        {
          name: 'architecture',
          columns: ['parameter', 'shape', 'count'],
          rows: table.map(({ name, shape: own, count }) => [name, own.join('×'), count]),
        },
      ],
    },
  }
}

interface Part {
  /** Of the module: "block1", "layer2", "output". */
  readonly name: string
  readonly own: Parameters
}

/** A side's parameters by the module that they belong to, in order. */
function partsOf(table: Parameters, side: 'encoder' | 'decoder'): Part[] {
  const groups = Map.groupBy(
    table.filter(({ name }) => name.startsWith(`${side}.`)),
    ({ name }) => name.split('.')[1]!,
  )
  return [...groups].map(([name, own]) => ({ name, own }))
}

/** Numbered neighbours of the same shapes stand together. */
function runsAlike(parts: readonly Part[]): Part[][] {
  const shapes = ({ own }: Part) => JSON.stringify(own.map(({ shape }) => shape))
  const groups: Part[][] = []
  for (const part of parts) {
    const last = groups.at(-1)?.[0]
    if (last && /\d$/.test(part.name) && /\d$/.test(last.name) && shapes(last) === shapes(part)) groups.at(-1)!.push(part)
    else groups.push([part])
  }
  return groups
}

const outputsOf = (own: Parameters) => own.findLast(({ shape }) => shape.length > 1)!.shape.at(-1)!

/** "block1" is "ResBlock 1", "layer2" "FC 2" */
function titleOf(name: string): string {
  const [, word, number] = /^([a-z]+)(\d*)$/i.exec(name) ?? ['', name, '']
  const words: Record<string, string> = { block: 'ResBlock', layer: 'FC', output: 'Output' }
  return [words[word!] ?? word!, number].filter(Boolean).join(' ')
}

/** What goes in and out: "3 to 32", or of a fully connected layer "3,074 to 128". */
function describeLayer(name: string, own: Parameters): string {
  const weights = own.filter(({ shape }) => shape.length > 1)
  const inputs = name.startsWith('block') ? weights[0]!.shape.at(-2)! : weights.reduce((sum, { shape }) => sum + shape.at(-2)!, 0)
  return `${formatCount(inputs)} to ${formatCount(weights.at(-1)!.shape.at(-1)!)}`
}
