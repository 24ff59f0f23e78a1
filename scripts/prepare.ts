import { spawnSync } from 'node:child_process'

/** `npm ci` in the repository ends here: the kernels and the renderer are built, so that every command works at once. */
for (const script of ['build:kernels', 'build:renderer']) {
  const { status } = spawnSync('npm', ['run', '--silent', script], { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}
