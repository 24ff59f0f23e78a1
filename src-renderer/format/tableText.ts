/** A table as other programs take it. */
export interface TextTable {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** RFC 4180, numbers in full. */
export function toCsv({ heads, rows }: TextTable): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

const specials: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  α: '$\\alpha$',
  β: '$\\beta$',
  '±': '$\\pm$',
  '×': '$\\times$',
  '–': '--',
  '−': '$-$',
}

export function escapeLatex(text: string): string {
  return text.replace(/[\\~^αβ±×–−&%$#_{}]/g, (character) => specials[character] ?? `\\${character}`)
}

/**
 * A `tabular` with booktabs' rules, numbers to the right, the best in bold.
 *
 * @param texts what each cell says, [rows][columns]
 * @param best rows and columns to set in bold, as "row column"
 */
export function toLatex(
  heads: readonly string[],
  texts: readonly (readonly string[])[],
  options: { numeric: readonly boolean[]; best: ReadonlySet<string>; caption: string },
): string {
  const columns = options.numeric.map((numeric) => (numeric ? 'r' : 'l')).join('')
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`
  const body = texts.map((row, r) =>
    line(row.map((text, c) => (options.best.has(`${r} ${c}`) ? `\\textbf{${escapeLatex(text)}}` : escapeLatex(text)))),
  )
  return [
    `% ${options.caption}`,
    '% needs \\usepackage{booktabs}',
    `\\begin{tabular}{${columns}}`,
    '  \\toprule',
    line(heads.map(escapeLatex)),
    '  \\midrule',
    ...body,
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n')
}
