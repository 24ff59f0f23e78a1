import type { TrainerEvent } from '../../src-shared/contract/trainer.ts'
import { describeMaskSpec, formatMaskSpec, slidesMasks } from '../../src-shared/masks/registry.ts'
import { validationPsnr } from '../../src-shared/runs.ts'
import { createStatusLine, type Output } from './status-line.ts'

/** Prints a training for people: what it runs on, one line of progress, a line for each validation. */
export function createTrainingPrinter(progress: Output, output: Output): (run: string, event: TrainerEvent) => void {
  const line = createStatusLine(progress)
  return (run, event) => {
    if (event.type === 'steps') {
      const value = (name: string) => (event.series[name]?.at(-1) ?? Number.NaN).toPrecision(4)
      line.show(
        () =>
          `step ${event.steps.at(-1)}  loss ${value('loss')}  MSE ${value('mse')}  TV ${value('tv')}  ${event.imagesPerSecond.toFixed(0)} images/s`,
      )
      return
    }
    line.clear()
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
