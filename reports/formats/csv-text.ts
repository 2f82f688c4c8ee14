/** What a cell may hold; `null` and numbers that are not finite are empty cells. */
export type CsvCell = string | number | boolean | null

/** Where a spreadsheet takes a text for a formula, also when the character is a full-width one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * A table as RFC 4180 has it, with a header and with LF at the end of every line, the last one too. Text that a
 * spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection); numbers stay as they are.
 */
export function csvText(header: readonly string[], rows: ReadonlyArray<readonly CsvCell[]>): string {
  return [header, ...rows].map((row) => `${row.map(cellText).join(',')}\n`).join('')
}

function cellText(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  if (typeof cell === 'boolean') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
