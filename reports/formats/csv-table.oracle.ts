/**
 * Reads a table as RFC 4180 has it, and nothing else.
 *
 * @throws Error where the text is no such table
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const cell = text[at] === '"' ? /"((?:[^"]|"")*)"/y : /([^",\r\n]*)/y
    cell.lastIndex = at
    const match = cell.exec(text)
    if (match === null) throw new Error(`no cell at ${at}`)
    row.push((match[1] ?? '').replaceAll('""', '"'))
    at = cell.lastIndex
    const end = /,|\r?\n|$/y
    end.lastIndex = at
    const separator = end.exec(text)
    if (separator === null) throw new Error(`a cell does not end at ${at}`)
    at = end.lastIndex
    if (separator[0] === ',') continue
    rows.push(row)
    row = []
  }
  if (rows.some(({ length }) => length !== rows[0]?.length)) throw new Error('rows differ in length')
  return rows
}
