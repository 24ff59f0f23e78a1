import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

/** Ways to get a Chromium, the least intrusive first. */
const ways: readonly {
  readonly what: string
  readonly possible: () => boolean
  readonly commands: readonly (readonly [string, ...string[]])[]
}[] = [
  { what: 'Playwright’s own Chromium', possible: () => true, commands: [['npx', 'playwright', 'install', 'chromium']] },
  {
    what: 'Debian’s Chromium',
    possible: () => process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0,
    commands: [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-y', '-qq', 'chromium'],
    ],
  },
]

/** Brings what `npm test` needs and this machine lacks. Says in one line what could not be had and how to get it. */
let found = findChromium()
for (const { what, possible, commands } of ways) {
  if (found) break
  if (!possible()) continue
  console.log(`getting ${what} …`)
  for (const [command, ...args] of commands) {
    if (
      spawnSync(command, args, { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
        .status !== 0
    )
      break
  }
  found = findChromium()
}
console.log(
  found
    ? `browser tests run in ${found}`
    : 'no Chromium: browser tests are skipped; install one (npx playwright install chromium, or the system’s package) to run them',
)
