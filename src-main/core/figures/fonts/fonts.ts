import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { programRoot } from '../../program.ts'

/** A static font that figures may name. */
export interface FigureFont {
  readonly family: 'Inter' | 'JetBrains Mono'
  readonly weight: 400 | 600
  /** Its PostScript name, which is its file's too. */
  readonly name: string
}

export const figureFonts: readonly FigureFont[] = [
  { family: 'Inter', weight: 400, name: 'Inter-Regular' },
  { family: 'Inter', weight: 600, name: 'Inter-SemiBold' },
  { family: 'JetBrains Mono', weight: 400, name: 'JetBrainsMono-Regular' },
]

const files = new Map<string, Promise<Uint8Array>>()

/** The whole TrueType file; read once. */
export function fontFile({ name }: FigureFont): Promise<Uint8Array> {
  let file = files.get(name)
  if (!file) {
    file = readFile(join(programRoot, 'resources/fonts', `${name}.ttf`))
    files.set(name, file)
  }
  return file
}

/** The font for a text's `font-family` and `font-weight`: the first of the listed families that is ours, at the nearest weight it has. */
export function findFont(families: string, weight: string): FigureFont {
  const named = families.split(',').map((family) => family.trim().replace(/^["']|["']$/g, ''))
  const number = weight === 'bold' ? 700 : weight === 'normal' ? 400 : Number(weight)
  const family = named.find((name) => figureFonts.some((font) => font.family === name))
  const ofFamily = figureFonts.filter((font) => font.family === family)
  const [nearest] = ofFamily.sort((a, b) => Math.abs(a.weight - number) - Math.abs(b.weight - number))
  if (!nearest) throw new Error(`no font "${families}" ${weight} for figures: expected "Inter" or "JetBrains Mono"`)
  return nearest
}
