import type { Command } from 'commander'
import { inpaintFiles } from '../../core/inpaint-files.ts'
import { type GlobalOptions, userPath, withWorkbench } from '../context.ts'
import { wholeNumber } from '../exit.ts'

interface InpaintOptions extends GlobalOptions {
  mask: string
  out: string
  scale: number
  paste?: boolean
  checkpoint: string
}

export function addInpaint(program: Command): void {
  program
    .command('inpaint')
    .description('fill in a picture’s missing pixels with a run’s model')
    .argument('<RUN>', 'an id, a unique prefix of one, a name, or latest')
    .argument('<IMAGE>', 'JPEG, PNG, PGM, PPM or WebP; cropped to its centred square and resized as the run’s pictures were')
    .requiredOption('--mask <MASK.png>', 'white = to be filled; of the run’s size')
    .requiredOption('--out <OUT.png>', 'where the result goes')
    .option(
      '--scale <N>',
      'render the decoder at ×N instead, 1 to 16: a smooth interpolant, known pixels not pasted in',
      wholeNumber('--scale', 1, 16),
      1,
    )
    .option('--paste', 'write IMAGE at its own size with the filled pixels pasted in, all else untouched')
    .option('--checkpoint <WHICH>', 'best (on validation), last, or a step', 'best')
    .action(async (run: string, image: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<InpaintOptions>()
      await withWorkbench(options, async (workbench) => {
        const files = { image: userPath(image), mask: userPath(options.mask), out: userPath(options.out) }
        const { width, height, note } = await inpaintFiles(workbench, run, {
          ...files,
          scale: options.scale,
          paste: options.paste ?? false,
          checkpoint: options.checkpoint,
        })
        process.stdout.write(`${options.out}: ${width}×${height}${note ? `; ${note}` : ''}\n`)
      })
    })
}
