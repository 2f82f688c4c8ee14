import type { Feed } from '../../models/requests/request-spec.ts'
import { ScenarioError } from '../scenario-error.ts'
import { BrokenLines } from './broken-lines.ts'
import { readCsvRows } from './read-csv-rows.ts'

/**
 * Reads one column of a CSV file whose first row names the columns.
 *
 * @throws ScenarioError (104) when the file is missing, lacks the column or any rows, or has a row with a cell
 * too few or too many
 */
export async function readFeed(file: string, column: string): Promise<Feed> {
  const broken = new BrokenLines(file)
  const values: string[] = []
  let header: readonly string[] | null = null
  let position = -1

  await readCsvRows(file, broken, (cells, line) => {
    if (header === null) {
      header = cells.map((name) => name.trim())
      position = header.indexOf(column)
      if (position >= 0) return
      throw new ScenarioError(`${file}:1: no column ${column}; the columns are ${header.join(', ')}`)
    }
    if (cells.length !== header.length) broken.add(line, `${cells.length} cells instead of ${header.length}`)
    else values.push(cells[position] ?? '')
  })
  broken.throwIfAny()
  if (values.length === 0) throw new ScenarioError(`${file}: no rows below the header`)
  return { file, column, values }
}
