import type { DataTable, FigureFormat } from '../../../../src-shared/figures/rendered.ts'

type Cell = DataTable['rows'][number][number]

function cell(value: Cell | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? 'inf' : '-inf'
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/**
 * What a figure shows as one table (RFC 4180, UTF-8): the first column, `table`, says which of the figure's tables a row is from, the
 * others are all columns that any of them has, empty where a table has none. So one call reads it, and one filter takes it apart.
 */
export function writeCsv(tables: readonly DataTable[]): string {
  const columns = [...new Set(tables.flatMap((table) => table.columns))]
  const lines = [['table', ...columns].map(cell)]
  for (const table of tables) {
    const places = columns.map((column) => table.columns.indexOf(column))
    for (const row of table.rows) lines.push([cell(table.name), ...places.map((place) => cell(row[place]))])
  }
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}

export const csvFormat: FigureFormat = {
  name: 'csv',
  extension: 'csv',
  mime: 'text/csv',
  write: async ({ data }) => new TextEncoder().encode(writeCsv(data)),
}
