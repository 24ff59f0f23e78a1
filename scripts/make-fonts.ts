import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { subsetFont } from '../src-main/core/figures/fonts/subset.ts'

/**
 * Makes `resources/fonts`, the static fonts of the figures, from whole TrueType files that npm has. Its results are committed; run it to
 * move to newer versions. Glyph substitutions are taken out (Inter turns "3x3" into "3×3", JetBrains Mono "->" into an arrow), so that a
 * character is the same glyph in every program that draws a figure.
 */
const sources = [
  { from: '@expo-google-fonts/inter@0.4.2', file: '400Regular/Inter_400Regular.ttf', to: 'Inter-Regular.ttf' },
  { from: '@expo-google-fonts/inter@0.4.2', file: '600SemiBold/Inter_600SemiBold.ttf', to: 'Inter-SemiBold.ttf' },
  { from: '@expo-google-fonts/inter@0.4.2', file: 'LICENSE_FONT', to: 'OFL-Inter.txt' },
  {
    from: '@expo-google-fonts/jetbrains-mono@0.4.1',
    file: '400Regular/JetBrainsMono_400Regular.ttf',
    to: 'JetBrainsMono-Regular.ttf',
  },
  { from: '@expo-google-fonts/jetbrains-mono@0.4.1', file: 'LICENSE_FONT', to: 'OFL-JetBrainsMono.txt' },
]

const target = fileURLToPath(new URL('../resources/fonts/', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'lacuna-fonts-'))
for (const { from, file, to } of sources) {
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', scratch, from], { encoding: 'utf8' }).trim()
  execFileSync('tar', ['-xf', packed, `package/${file}`], { cwd: scratch })
  const bytes = readFileSync(join(scratch, 'package', file))
  writeFileSync(join(target, to), to.endsWith('.ttf') ? await subsetFont(bytes, {}) : bytes)
}
rmSync(scratch, { recursive: true, force: true })
