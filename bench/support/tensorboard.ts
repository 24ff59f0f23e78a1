import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Served, serveWith } from './served.ts'

/** Event files of so many runs of one series each. */
export function writeEvents(python: string, folder: string, runs: number, steps: number): void {
  const script = fileURLToPath(new URL('./tensorboard_events.py', import.meta.url))
  const { status, stderr } = spawnSync(python, [script, folder, String(runs), String(steps)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1) || 'the event files could not be written')
}

/** TensorBoard as it comes, once it knows all of the runs. @returns it, and the milliseconds that took */
export async function openTensorBoard(python: string, folder: string, runs: number): Promise<{ served: Served; loaded: number }> {
  const start = performance.now()
  const args = ['-m', 'tensorboard.main', '--logdir', folder, '--port', '0', '--host', '127.0.0.1']
  const served = await serveWith(python, args, /http:\/\/127\.0\.0\.1:\d+\//)
  for (;;) {
    const answer = await fetch(new URL('data/plugin/timeseries/tags', served.url))
    const tags = (await answer.json()) as { scalars?: { runTagInfo?: object } }
    if (Object.keys(tags.scalars?.runTagInfo ?? {}).length === runs) return { served, loaded: performance.now() - start }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
