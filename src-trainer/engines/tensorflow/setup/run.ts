import { spawn } from 'node:child_process'
import { WorkbenchError } from '../../../../src-shared/errors.ts'

/**
 * Runs a program to its end; what it says on stdout goes to the person, unless it is wanted.
 *
 * @param what it is for, as in "could not WHAT"
 * @returns its stdout, where `wanted`
 * @throws WorkbenchError `setup`, with the line of its stderr that says most
 */
export async function run(what: string, command: string, args: string[], wanted = false): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', wanted ? 'pipe' : 'inherit', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (status === 0) return stdout
  const lines = stderr.trim().split('\n')
  const telling = lines.find((line) => /error/i.test(line)) ?? lines.at(-1)
  throw new WorkbenchError('setup', `could not ${what}: ${telling?.trim() || `${command} ended with status ${status}`}`)
}
