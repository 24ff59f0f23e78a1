import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `npm pack` begins here: makes `dist`, the program as plain JavaScript, since Node strips no types inside node_modules. The source
 * tree's folders stay as they are in it, so that everything that stands beside its code is found beside it.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const compiler = join(root, 'node_modules/typescript/bin/tsc')

function run(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}

rmSync(dist, { recursive: true, force: true })
run(process.execPath, [compiler, '-p', 'tsconfig.build.json'])

run(process.execPath, ['scripts/build-kernels.ts'])
for (const file of globSync('src-*/**/*.wasm', { cwd: root })) {
  if (!existsSync(join(dist, dirname(file)))) continue
  copyFileSync(join(root, file), join(dist, file))
}

// npm runs `prepare` after this, which builds the page; with --ignore-scripts it does not.
if (!existsSync(join(root, 'out/renderer/index.html'))) run('npm', ['run', '--silent', 'build:renderer'])
