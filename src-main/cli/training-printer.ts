import type { TrainerEvent } from '../../src-shared/contract/trainer.ts'
import { describeMaskSpec, formatMaskSpec, slidesMasks } from '../../src-shared/masks/registry.ts'
import { validationPsnr } from '../../src-shared/runs.ts'

/** Where text goes; on a terminal one line is rewritten. */
interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/** Without a terminal to rewrite, a line of progress is printed this often, in milliseconds. */
const lineEveryMs = 10_000
const rewriteEveryMs = 200

/** Prints a training for people: what it runs on, one line of progress, a line for each validation. */
export function createTrainingPrinter(progress: Output, output: Output): (run: string, event: TrainerEvent) => void {
  let lastLine = 0
  let pending = false
  const clear = () => {
    if (pending) progress.write('\r\x1b[K')
    pending = false
  }
  return (run, event) => {
    if (event.type === 'steps') {
      const now = Date.now()
      if (now - lastLine < (progress.isTTY ? rewriteEveryMs : lineEveryMs)) return
      lastLine = now
      const value = (name: string) => (event.series[name]?.at(-1) ?? Number.NaN).toPrecision(4)
      const text = `step ${event.steps.at(-1)}  loss ${value('loss')}  MSE ${value('mse')}  TV ${value('tv')}  ${event.imagesPerSecond.toFixed(0)} images/s`
      clear()
      progress.write(progress.isTTY ? text : `${text}\n`)
      pending = progress.isTTY === true
      return
    }
    clear()
    if (event.type === 'started') {
      output.write(`run ${run}: ${event.parameters.toLocaleString('en')} parameters on ${event.engine} (${event.device})\n`)
    } else if (event.type === 'validation') {
      const psnr = slidesMasks.map(
        (spec) => `${describeMaskSpec(spec)} ${event.values[validationPsnr(formatMaskSpec(spec))]?.toFixed(2)} dB`,
      )
      output.write(`step ${event.step}: PSNR of missing pixels: ${psnr.join(' · ')}\n`)
    } else if (event.type === 'log' && event.level !== 'info') {
      output.write(`${event.level}: ${event.message}\n`)
    } else if (event.type === 'ended' && event.state === 'finished') {
      output.write(`finished at step ${event.step}; see it with: lacuna eval ${run}\n`)
    }
  }
}
