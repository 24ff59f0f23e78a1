import type { Command } from 'commander'
import type { EvaluationResult } from '../../../src-shared/contract/trainer.ts'
import { parseMaskSpec, slidesMasks } from '../../../src-shared/masks/registry.ts'
import { evaluateRun } from '../../core/evaluate-run.ts'
import { type GlobalOptions, printJson, printTable, withWorkbench } from '../context.ts'
import { usageError, wholeNumber } from '../exit.ts'

interface EvalOptions extends GlobalOptions {
  masks?: string
  split: string
  checkpoint: string
  limit?: number
  json?: boolean
}

export function addEval(program: Command): void {
  program
    .command('eval')
    .description('measure a run’s model on the test pictures, beside what needs no training')
    .argument('<RUN>', 'an id, a unique prefix of one, a name, or latest')
    .option('--masks <LIST>', 'mask kinds with p, the share of known pixels: random:0.5,rect-centred:0.75,all')
    .option('--split <NAME>', 'train, validation or test', 'test')
    .option('--checkpoint <WHICH>', 'best (on validation), last, or a step', 'best')
    .option('--limit <N>', 'only the split’s first N pictures', wholeNumber('--limit', 1))
    .option('--json', 'print JSON lines')
    .action(async (run: string, _: unknown, command: Command) => {
      await evaluate(run, command.optsWithGlobals<EvalOptions>())
    })
}

async function evaluate(reference: string, options: EvalOptions): Promise<void> {
  const masks = options.masks === undefined ? slidesMasks : options.masks.split(',').map((text) => parseMaskSpec(text.trim()))
  const { split } = options
  if (split !== 'train' && split !== 'validation' && split !== 'test')
    throw usageError(`--split: expected train, validation or test, got "${split}"`)
  await withWorkbench(options, async (workbench) => {
    const results: EvaluationResult[] = []
    for await (const result of evaluateRun(workbench, reference, {
      masks,
      split,
      checkpoint: options.checkpoint,
      limit: options.limit,
    })) {
      results.push(result)
      if (options.json) printJson({ event: 'result', ...result })
      else if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${results.length} of ${3 * masks.length}`)
    }
    if (options.json) return
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    const decibel = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(2))
    printTable(
      ['mask', 'p (known)', 'method', 'PSNR, missing pixels, dB', 'SSIM', 'pictures', ''],
      results.map((row) => [
        row.mask,
        row.p.toFixed(2),
        row.method,
        decibel(row.psnr),
        Number.isNaN(row.ssim) ? '–' : row.ssim.toFixed(4),
        String(row.n),
        row.outsideTraining && row.method === 'model' ? 'outside training' : '',
      ]),
    )
  })
}
