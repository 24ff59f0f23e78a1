import { WorkbenchError } from '../../../../src-shared/errors.ts'
import type { PictureCell } from '../../../../src-shared/figures/figure.ts'
import { checkpointStep, choosePictures } from '../pictures.ts'
import { captionOf, metadataOf } from '../words.ts'
import type { GatherFigure } from './kind.ts'

/** Pictures decoded from one latent to the other, both included. */
const frames = 7
/** Least pictures that a latent space is made of. */
const leastMap = 16

/** Each two pictures, one after the other: the first, what is decoded between their latents, the second. */
export const gatherLatent: GatherFigure = async (parts, subject) => {
  const { runs, options, signal } = subject
  const [run] = runs as [(typeof runs)[number]]
  const chosen = await choosePictures(parts, subject, 6)
  const { indices, size, channels, picture } = chosen
  if (indices.length < 2)
    throw new WorkbenchError('figure', `an interpolation needs two pictures, got ${indices.length}: choose one more`)
  const pairs = Array.from({ length: Math.floor(indices.length / 2) }, (_, i) => [2 * i, 2 * i + 1] as const)
  const shares = Array.from({ length: frames }, (_, i) => i / (frames - 1))
  const latents = pairs.flatMap(([a, b]) =>
    shares.map((share) => ({
      from: { kind: 'picture' as const, index: indices[a]! },
      to: { kind: 'picture' as const, index: indices[b]! },
      share,
    })),
  )
  const count = Math.max(leastMap, ...indices.map((index) => index + 1))
  const space = { run: run.id, checkpoint: options.checkpoint, split: options.split, count }
  const decoded = await parts.ask['latents.decode']({ ...space, latents, scale: 1 }, { signal })
  const bytes = size * size * channels
  const rows = pairs.map(([a, b], row): PictureCell[] => [
    { pixels: picture(a) },
    ...shares.map((_, i) => ({ pixels: decoded.pictures.subarray((row * frames + i) * bytes, (row * frames + i + 1) * bytes) })),
    { pixels: picture(b) },
  ])
  const step = checkpointStep(run, options)
  const about = [`latents of whole pictures of the ${options.split} split, mixed linearly`, 'every pixel decoded']
  return {
    step,
    notes: [],
    figure: {
      title: 'Between two pictures in the latent space',
      caption: await captionOf(parts, runs, about),
      body: {
        ...{ type: 'pictures', size, channels, errorTop: null, sections: [{ label: '', rows }] },
        columns: ['A', ...shares.map((share) => `${Math.round(100 * share)} %`), 'B'],
      },
      metadata: metadataOf(runs, step, chosen.metadata),
      data: [
        {
          name: 'latent',
          columns: ['row', 'from', 'to', 'share', 'score 1', 'score 2'],
          rows: latents.map(({ from, to, share }, i) => {
            const directions = decoded.scores.length / latents.length
            const score = (direction: number) => decoded.scores[i * directions + direction] ?? null
            return [Math.floor(i / frames) + 1, from.index, to.index, share, score(0), score(1)]
          }),
        },
      ],
    },
  }
}
