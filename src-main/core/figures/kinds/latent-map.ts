import { checkpointStep } from '../pictures.ts'
import { captionOf, metadataOf } from '../words.ts'
import type { GatherFigure } from './kind.ts'

/** Pictures on the map. */
const usual = 150

/** Test pictures where their latents lie along the two principal directions. */
export const gatherLatentMap: GatherFigure = async (parts, { runs, options, signal }) => {
  const [run] = runs as [(typeof runs)[number]]
  const { ask } = parts
  const { checkpoint, split } = options
  const space = { run: run.id, checkpoint, split, count: usual }
  const { count, directions, scores, shares } = await ask['latents.map'](space, { signal })
  const { dataset, imageSize } = run.config
  const indices = Array.from({ length: count }, (_, i) => i)
  const { size, channels, pictures } = await ask['pictures.read']({ dataset, imageSize, split, indices }, { signal })
  const nothing = await ask['latents.decode']({ ...space, latents: [{ from: { kind: 'nothing' } }], scale: 1 }, { signal })
  const bytes = size * size * channels
  const percent = (direction: number) => `${((shares[direction] ?? 0) * 100).toFixed(0)} % of the variance`
  const points = indices.map((i) => ({
    x: scores[i * directions]!,
    y: scores[i * directions + 1] ?? 0,
    pixels: pictures.subarray(i * bytes, (i + 1) * bytes),
  }))
  const step = checkpointStep(run, options)
  return {
    step,
    notes: [],
    figure: {
      title: 'The latent space by its two principal directions',
      caption: await captionOf(parts, runs, [
        `the first ${count} of the ${split} split, whole, as pictures where there is room and as dots elsewhere`,
      ]),
      body: {
        ...{ type: 'map', size, channels, points },
        xTitle: options.xTitle ?? `First direction, ${percent(0)}`,
        yTitle: options.yTitle ?? `Second direction, ${percent(1)}`,
        marks: [{ label: 'nothing known', x: nothing.scores[0] ?? 0, y: nothing.scores[1] ?? 0 }],
      },
      metadata: metadataOf(runs, step, { split, pictures: String(count) }),
      data: [
        {
          name: 'latent-map',
          columns: ['picture', 'score 1', 'score 2'],
          rows: points.map(({ x, y }, i) => [i, x, y]),
        },
      ],
    },
  }
}
