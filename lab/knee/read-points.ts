import type { CurveVariable } from '../../models/knee/curve-fits.ts'
import { ScenarioError } from '../scenario-error.ts'
import { BrokenLines } from '../traces/broken-lines.ts'
import { type OnCsvRow, readCsvRows } from '../traces/read-csv-rows.ts'
import { UsageError } from '../usage-error.ts'
import {
  ACCEPTED_COLUMNS,
  columnsOfHeader,
  columnsWithoutHeader,
  type PointsColumns,
} from './points-columns.ts'

export type PointsRow = Readonly<Partial<Record<CurveVariable, number>>>

/** Measured points; every row has every figure. */
export interface PointsTable {
  /** In the order of the file, where it is a CSV file. */
  readonly columns: readonly CurveVariable[]
  readonly rows: readonly PointsRow[]
  /** What is to be known of them; whole sentences. */
  readonly notes: readonly string[]
}

const LEAST_POINTS = 3
/** No measured figure is larger, or smaller and not 0; squares of these are numbers still. */
const LARGEST = 1e30
const SMALLEST = 1e-30
/** More would keep the fits busy for minutes, and measured points are means already. */
const MOST_POINTS = 5000

/** What a curve is a curve over; points ascend in the first of these that they have. */
const LOADS: readonly CurveVariable[] = ['x', 'rate', 'concurrency']

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const MOST_SHOWN = 40

/**
 * Reads measured points from a CSV file with a header, or with two columns of numbers and none, which are x and y.
 * Lines that begin with # are comments. Figures must not be negative, except in x and y; a concurrency must be above 0.
 * Points come in ascending order of their load (x, or else the rate, or else the concurrency); a load may repeat.
 *
 * @throws UsageError (2) when the file cannot be read, holds no points, lacks a column, has fewer than 3 points or
 *   different loads or more than 5,000 points, has points that do not ascend, or a line that is broken; the message
 *   names file and line
 */
export async function readPoints(file: string): Promise<PointsTable> {
  const broken = new BrokenLines(file)
  const rows: PointsRow[] = []
  const lines: number[] = []
  let columns: PointsColumns | null = null
  let width = 0
  const onRow: OnCsvRow = (cells, line) => {
    if (columns === null) {
      const hasHeader = cells.every((cell) => !looksNumeric(cell))
      columns = hasHeader
        ? columnsOfHeader(file, line, cells)
        : columnsWithoutHeader(file, line, cells.length)
      width = cells.length
      if (hasHeader) return
    }
    const problem = problemOf(cells, columns, width)
    if (problem !== null) return broken.add(line, problem)
    lines.push(line)
    rows.push(
      Object.fromEntries([...columns].map(([variable, position]) => [variable, Number(cells[position])])),
    )
  }
  try {
    await readCsvRows(file, broken, onRow, { comments: true })
    broken.throwIfAny()
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(error.message)
    throw error
  }
  if (columns === null) throw new UsageError(`${file}: the file is empty; needed are ${ACCEPTED_COLUMNS}`)
  const table: PointsTable = { columns: inFileOrder(columns), rows, notes: [] }
  checkAmount(file, table)
  checkOrder(file, table, lines)
  return table
}

/** A number, or what a program writes where it has none: no name of a column. */
function looksNumeric(cell: string): boolean {
  return NUMBER.test(cell.trim()) || /^([+-]?inf(inity)?|nan|null)?$/i.test(cell.trim())
}

function problemOf(cells: readonly string[], columns: PointsColumns, width: number): string | null {
  if (cells.length !== width) return `${cells.length} cells instead of ${width}`
  for (const [variable, position] of columns) {
    const problem = problemOfCell(variable, cells[position] ?? '')
    if (problem !== null) return problem
  }
  return null
}

function problemOfCell(variable: CurveVariable, cell: string): string | null {
  if (cell.trim() === '') return `${variable} is empty`
  const shown = JSON.stringify(cell.slice(0, MOST_SHOWN))
  const value = Number(cell)
  if (!NUMBER.test(cell.trim()) || !Number.isFinite(value)) return `${variable} ${shown} is no finite number`
  if (Math.abs(value) > LARGEST) return `${variable} ${shown} is beyond ${LARGEST}`
  if (value !== 0 && Math.abs(value) < SMALLEST) return `${variable} ${shown} is nearer to 0 than ${SMALLEST}`
  if (variable === 'x' || variable === 'y') return null
  if (value < 0) return `${variable} ${shown} is negative`
  return variable === 'concurrency' && value === 0 ? `${variable} is 0: leave the line out` : null
}

function inFileOrder(columns: PointsColumns): CurveVariable[] {
  return [...columns].toSorted(([, a], [, b]) => a - b).map(([variable]) => variable)
}

/**
 * @param file what messages begin with
 * @throws UsageError (2) when there are fewer than 3 points or different loads, or more than 5,000 points
 */
export function checkAmount(file: string, { columns, rows }: Pick<PointsTable, 'columns' | 'rows'>): void {
  const needs = `at least ${LEAST_POINTS} are needed (5 for segments, 6 or more are better)`
  if (rows.length < LEAST_POINTS) {
    throw new UsageError(`${file}: ${rows.length} ${rows.length === 1 ? 'point' : 'points'}; ${needs}`)
  }
  if (rows.length > MOST_POINTS) {
    throw new UsageError(
      `${file}: ${rows.length} points; at most ${MOST_POINTS} are fitted: average those of the same load first`,
    )
  }
  for (const load of LOADS.filter((name) => columns.includes(name))) {
    const different = new Set(rows.map((row) => row[load])).size
    if (different < LEAST_POINTS) {
      const all =
        different === 1 ? `every point has the same ${load}` : `only ${different} different values of ${load}`
      throw new UsageError(`${file}: ${all}; ${needs}`)
    }
  }
}

/** Points out of order are a sign of swapped columns, or of a line that went wrong. */
function checkOrder(file: string, { columns, rows }: PointsTable, lines: readonly number[]): void {
  const load = LOADS.find((name) => columns.includes(name))
  if (load === undefined) return
  const loads = rows.map((row) => row[load] ?? NaN)
  const at = loads.findIndex((value, i) => value < (loads[i - 1] ?? -Infinity))
  if (at === -1) return
  throw new UsageError(
    `${file}:${lines[at]}: ${load} ${loads[at]} comes after ${loads[at - 1]}: points must be in ascending order of ${load}; sort the lines by it`,
  )
}
