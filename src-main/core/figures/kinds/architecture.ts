import type { DiagramBox, DiagramRow } from '../../../../src-shared/figures/figure.ts'
import { formatCount } from '../../../../src-shared/format/numbers.ts'
import type { ModelDescription, ModelLayer } from '../../../../src-shared/model-description.ts'
import { modelChannels } from '../../model-channels.ts'
import { captionOf, metadataOf } from '../words.ts'
import type { GatherFigure } from './kind.ts'

type Stage = ModelDescription[number]

/** The configured model as it describes itself: what flows through it in which shape, and how many parameters each part has. */
export const gatherArchitecture: GatherFigure = async (parts, { runs, signal }) => {
  const [run] = runs as [(typeof runs)[number]]
  const { imageSize, model } = run.config
  const { inference } = parts.evaluations
  const channels = await modelChannels(parts.evaluations, run, signal)
  const stages = (await inference.call('describeModel', { name: model.name, imageSize, channels }, { signal })).map(numbered)
  return {
    step: run.step,
    notes: [],
    figure: {
      title: `Model: ${formatCount(stages.reduce((sum, stage) => sum + parametersOf(stage), 0))} parameters`,
      caption: await captionOf(parts, runs, ['known pixels are kept as they are']),
      body: { type: 'diagram', rows: stages.map(rowOf) },
      metadata: metadataOf(runs, run.step, { model: model.name }),
      data: [
        {
          name: 'architecture',
          columns: ['stage', 'layer', 'inputs', 'outputs', 'details', 'parameters'],
          rows: stages.flatMap(({ name, layers }) =>
            layers.map((layer) => [name, layer.title, layer.inputs, layer.outputs, layer.details.join(', '), layer.parameters]),
          ),
        },
      ],
    },
  }
}

interface NumberedLayer extends ModelLayer {
  /** "ResBlock 2"; of the only one of its kind, the kind. */
  readonly title: string
}
type NumberedStage = Omit<Stage, 'layers'> & { readonly layers: readonly NumberedLayer[] }

function numbered(stage: Stage): NumberedStage {
  const { layers } = stage
  return {
    ...stage,
    layers: layers.map((layer, at) => {
      const { kind } = layer
      const number = layers.slice(0, at + 1).filter((other) => other.kind === kind).length
      return { ...layer, title: layers.filter((other) => other.kind === kind).length > 1 ? `${kind} ${number}` : kind }
    }),
  }
}

const parametersOf = ({ layers }: Pick<Stage, 'layers'> | NumberedStage) =>
  layers.reduce((sum, { parameters }) => sum + parameters, 0)

function rowOf(stage: NumberedStage): DiagramRow {
  const { name, often, input, layers, output } = stage
  const flow = ({ name: title, shape }: Stage['input']): DiagramBox => ({
    look: 'data',
    title,
    lines: [shape.map(formatCount).join('×')],
  })
  return {
    label: `${name}, ${formatCount(parametersOf(stage))} parameters, ${often}`,
    boxes: [flow(input), ...groupAlike(layers).map(boxOf), flow(output)],
  }
}

/** Neighbours that differ in nothing stand together. */
function groupAlike(layers: readonly NumberedLayer[]): NumberedLayer[][] {
  const what = ({ title: _, ...rest }: NumberedLayer) => JSON.stringify(rest)
  const groups: NumberedLayer[][] = []
  for (const layer of layers) {
    const last = groups.at(-1)
    if (last && what(last[0]!) === what(layer)) last.push(layer)
    else groups.push([layer])
  }
  return groups
}

/** "FC 2–4", what goes in and out of each, "3 × 16,512" parameters, and what else it is. */
function boxOf(group: readonly NumberedLayer[]): DiagramBox {
  const [first] = group as [NumberedLayer]
  const count = formatCount(first.parameters)
  const last = group.at(-1)!.title.slice(first.kind.length).trim()
  return {
    look: 'layer',
    title: group.length === 1 ? first.title : `${first.title}–${last}`,
    lines: [
      `${formatCount(first.inputs)} to ${formatCount(first.outputs)}`,
      group.length === 1 ? count : `${group.length} × ${count}`,
      first.details.join(', '),
    ].filter((line) => line !== ''),
  }
}
