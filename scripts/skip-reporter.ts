import type { Reporter, TestModule } from 'vitest/node'

/** A vitest reporter that says why tests were skipped: a line for each reason. */
class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>()
    for (const test of modules.flatMap(({ children }) => [...children.allTests('skipped')])) {
      const result = test.result()
      const reason = (result.state === 'skipped' && result.note) || `${test.fullName} says no reason`
      counts.set(reason, (counts.get(reason) ?? 0) + 1)
    }
    for (const [reason, count] of counts) console.log(`skipped, ${count === 1 ? '1 test' : `${count} tests`}: ${reason}`)
  }
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter that it is given by path so
export default SkipReporter
