import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.ts'

/** What one part of the suite found. */
interface Count {
  passed: number
  failed: number
  skipped: number
}

const reports = mkdtempSync(join(tmpdir(), 'lacuna-reports-'))

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  console.log(`\n▸ ${[command, ...args].join(' ')}`)
  return (
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env }, shell: process.platform === 'win32' })
      .status === 0
  )
}

/** Of vitest's and Playwright's JSON reports, the numbers. */
interface Report {
  numPassedTests?: number
  numFailedTests?: number
  numPendingTests?: number
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** A check that is one test: it passes or it does not. */
function check(script: string): Count {
  const ok = run('npm', ['run', '--silent', script])
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/** The report's own numbers; a runner that failed without a failed test counts as one. */
function counted(ok: boolean, report: string, read: (report: Report) => Count): Count {
  let count: Count = { passed: 0, failed: 0, skipped: 0 }
  try {
    count = read(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    console.log(`no report in ${report}`)
  }
  return ok || count.failed > 0 ? count : { ...count, failed: 1 }
}

function vitest(project: string): Count {
  const report = join(reports, `${project}.json`)
  const ok = run('npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    `--reporter=${join(import.meta.dirname, 'skip-reporter.ts')}`,
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  return counted(ok, report, ({ numPassedTests, numFailedTests, numPendingTests }) => ({
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: numPendingTests ?? 0,
  }))
}

function browser(): Count {
  if (!findChromium()) {
    console.log('\nskipped: browser tests, for there is no Chromium on this machine and none could be had')
    return { passed: 0, failed: 0, skipped: 1 }
  }
  const report = join(reports, 'browser.json')
  const ok = run('npx', ['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  return counted(ok, report, ({ stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }))
}

run('npm', ['run', '--silent', 'setup:test'])
const parts: [string, Count][] = [
  ['types', check('check:types')],
  ['lint', check('check:lint')],
  ['dead code', check('check:dead')],
  ['unit', vitest('unit')],
  ['engines', vitest('engines')],
  ['processes', vitest('processes')],
  ['browser', browser()],
]
rmSync(reports, { recursive: true, force: true })

console.log('')
const total: Count = { passed: 0, failed: 0, skipped: 0 }
for (const [name, count] of parts) {
  console.log(
    `${name.padEnd(10)} ${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''} `,
  )
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 ? 1 : 0
