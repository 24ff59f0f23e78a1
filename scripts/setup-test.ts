import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

/** A way to get what tests need; its commands run one after another until one fails. */
interface Way {
  readonly what: string
  readonly possible: () => boolean
  readonly commands: readonly (readonly [string, ...string[]])[]
}

const debian = (what: string, name: string): Way => ({
  what,
  possible: () => process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0,
  commands: [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', name],
  ],
})

const hasPoppler = () => spawnSync('pdftotext', ['-v']).error === undefined

/** The software adapter that the engine `webgpu` opens, asked in a process of its own: a driver installed since is seen. */
function softwareAdapter(): string | undefined {
  const script = `
    const { probeEngine } = await import('./src-trainer/engines/registry.ts')
    const { available, device } = await probeEngine('webgpu', { device: 'software' })
    console.log(available ? device : '')
    process.exit()`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return stdout?.trim() || undefined
}

/** What `npm test` needs and this machine may lack, with ways to get it, the least intrusive first, and what to say. */
const needs: readonly { readonly find: () => string | undefined; readonly ways: readonly Way[]; readonly lacking: string }[] = [
  {
    find: () => {
      const chromium = findChromium()
      return chromium && `browser tests run in ${chromium}`
    },
    ways: [
      { what: 'Playwright’s own Chromium', possible: () => true, commands: [['npx', 'playwright', 'install', 'chromium']] },
      debian('Debian’s Chromium', 'chromium'),
    ],
    lacking:
      'no Chromium: browser tests are skipped; install one (npx playwright install chromium, or the system’s package) to run them',
  },
  {
    find: () => (hasPoppler() ? 'PDF files are read back by Poppler' : undefined),
    ways: [debian('Poppler', 'poppler-utils')],
    lacking:
      'no Poppler: tests that read PDF files back are skipped; install its utilities (poppler-utils, or poppler) to run them',
  },
  {
    find: () => {
      const adapter = softwareAdapter()
      return adapter && `the engine webgpu is tested on ${adapter}`
    },
    ways: [debian('a software Vulkan driver', 'mesa-vulkan-drivers')],
    lacking:
      'no software Vulkan driver: tests of the engine webgpu are skipped; install Mesa’s (mesa-vulkan-drivers, of Debian 13 or newer) or Chromium, which has one, to run them',
  },
]

function tryWay({ what, possible, commands }: Way): void {
  if (!possible()) return
  console.log(`getting ${what} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const [command, ...args] of commands) {
    if (spawnSync(command, args, { stdio: 'ignore', timeout: 300_000, env }).status !== 0) return
  }
}

/** The setup is quick where it has been done; where it cannot be, it says why in one line. */
function setUpTensorFlow(): string {
  console.log('setting up TensorFlow, unless it is (270 MB from PyPI; npm run setup:tensorflow -- --remove takes it away) …')
  const setup = ['bin/lacuna.js', 'setup-tensorflow']
  const { status, stdout, stderr } = spawnSync(process.execPath, setup, { encoding: 'utf8', timeout: 900_000 })
  const line = (status === 0 ? stdout : stderr).trim().split('\n').at(-1)
  return status === 0 ? `${line}` : `${line}: tests of engine tensorflow are skipped`
}

/** Brings what can be had and says in one line each what could not, and how to get it. */
for (const { find, ways, lacking } of needs) {
  for (const way of ways) if (!find()) tryWay(way)
  console.log(find() ?? lacking)
}
console.log(setUpTensorFlow())
