import { ScenarioError } from '../scenario-error.ts'
import { BrokenLines } from './broken-lines.ts'
import { NumberList } from './number-list.ts'
import { type OnCsvRow, readCsvRows } from './read-csv-rows.ts'
import { type RecordedArrivals, ascendingOrder, countDescents, unsortedNote } from './recorded-arrivals.ts'
import { requireFiniteTimes } from './require-finite-times.ts'

export interface CsvTraceOptions {
  /** Name of the column with the times; the default is `t`, or the first column of a file without a header. */
  readonly column?: string | undefined
  /** Unit of the times; the default is `s`. */
  readonly unit?: 's' | 'ms' | 'us' | undefined
  /** 2 plays the recording in half its time; the default is 1, and > 0. Service times stay as they are. */
  readonly speed?: number | undefined
}

interface Columns {
  readonly t: number
  readonly service: number | null
  /** Cells in every row. */
  readonly count: number
}

const MS_PER_UNIT = { s: 1000, ms: 1, us: 0.001 }
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/**
 * Reads arrivals from a CSV file with the columns `t[,serviceMs]`, or with a header that names them; lines
 * that begin with # are comments.
 *
 * @throws ScenarioError (104) when the file is missing or empty, lacks the column, or has a line that is broken:
 * a cell too few or too many, or a time that is no number ≥ 0
 */
export async function readCsvTrace(file: string, options: CsvTraceOptions = {}): Promise<RecordedArrivals> {
  const broken = new BrokenLines(file)
  const times = new NumberList()
  const services = new NumberList()
  let columns: Columns | null = null

  const onRow: OnCsvRow = (cells, line) => {
    if (columns === null) {
      const hasHeader = options.column !== undefined || cells.every((cell) => !NUMBER.test(cell.trim()))
      columns = hasHeader ? columnsOfHeader(file, cells, options.column) : columnsWithoutHeader(cells)
      if (hasHeader) return
    }
    const problem = problemOf(cells, columns)
    if (problem !== null) return broken.add(line, problem)
    times.push(Number(cells[columns.t]))
    if (columns.service !== null) services.push(Number(cells[columns.service]))
    return undefined
  }
  await readCsvRows(file, broken, onRow, { comments: true })
  broken.throwIfAny()
  if (times.length === 0) throw new ScenarioError(`${file}: no arrivals in it`)
  return toArrivals(file, times.toArray(), services.length > 0 ? services.toArray() : null, options)
}

function columnsOfHeader(file: string, header: readonly string[], column: string | undefined): Columns {
  const names = header.map((name) => name.trim())
  const t = names.indexOf(column ?? 't')
  const service = names.indexOf('serviceMs')
  if (t >= 0) return { t, service: service >= 0 && service !== t ? service : null, count: names.length }
  throw new ScenarioError(
    `${file}:1: no column ${column ?? 't'}; the columns are ${names.join(', ')}. Name the one with the times: trace(file, { column: '…' })`,
  )
}

function columnsWithoutHeader(cells: readonly string[]): Columns {
  const count = Math.min(cells.length, 2)
  return { t: 0, service: count > 1 ? 1 : null, count }
}

function problemOf(cells: readonly string[], columns: Columns): string | null {
  if (cells.length !== columns.count) return `${cells.length} cells instead of ${columns.count}`
  const t = cells[columns.t] ?? ''
  if (!isNumberFrom0(t)) return `the time ${JSON.stringify(t.slice(0, 40))} is no number ≥ 0`
  const service = columns.service === null ? '0' : (cells[columns.service] ?? '')
  return isNumberFrom0(service)
    ? null
    : `the service time ${JSON.stringify(service.slice(0, 40))} is no number ≥ 0`
}

function isNumberFrom0(cell: string): boolean {
  const value = Number(cell)
  return NUMBER.test(cell.trim()) && value >= 0 && value < Infinity
}

function toArrivals(
  file: string,
  times: Float64Array,
  services: Float64Array | null,
  options: CsvTraceOptions,
): RecordedArrivals {
  const order = ascendingOrder(times)
  const sorted = order === null ? times : Float64Array.from(order, (position) => times[position] ?? 0)
  const serviceMs =
    order === null || services === null
      ? services
      : Float64Array.from(order, (position) => services[position] ?? 0)
  const first = sorted[0] ?? 0
  const { speed = 1 } = options
  const scale = MS_PER_UNIT[options.unit ?? 's'] / speed
  return {
    dueMs: requireFiniteTimes(
      file,
      sorted.map((time) => (time - first) * scale),
      speed,
    ),
    serviceMs,
    notes: order === null ? [] : [unsortedNote(file, countDescents(times))],
  }
}
