import { nearestName } from '../../models/scenario/nearest-name.ts'
import { type CsvTableName, csvTableNames } from '../../reports/formats/csv-tables.ts'
import { UsageError } from '../usage-error.ts'
import { type LabFormat, labFormats } from './lab-formats.ts'

/** What the command line says of the form of a report. */
export interface ReportFormFlags {
  readonly format?: string
  readonly table?: string
  readonly json: boolean
}

/** In which format a report is wanted; `null` for the text of a terminal, unless there is a file to write. */
export interface ReportForm {
  readonly format: LabFormat | null
  readonly table: CsvTableName | null
}

/** @throws UsageError when there is no such format or table, or flags contradict each other */
export function readReportForm({ format, table, json }: ReportFormFlags): ReportForm {
  if (json && format !== undefined && format !== 'json') {
    throw new UsageError(`--json is the same as --format json: leave it out for --format ${format}`)
  }
  const name = json ? 'json' : format
  const found = name === undefined ? null : findFormat(name)
  if (table === undefined) return { format: found, table: null }
  if (found?.name !== 'csv') throw new UsageError('--table is for --format csv')
  return { format: found, table: findTable(table) }
}

/** @throws UsageError when there is none of that name */
function findFormat(name: string): LabFormat {
  const found = labFormats.find((each) => each.name === name)
  if (found !== undefined) return found
  throw unknown(
    'format',
    name,
    labFormats.map((each) => each.name),
  )
}

function findTable(name: string): CsvTableName {
  const found = csvTableNames.find((each) => each === name)
  if (found !== undefined) return found
  throw unknown('table', name, csvTableNames)
}

function unknown(flag: string, written: string, known: readonly string[]): UsageError {
  const near = nearestName(written, known)
  const hint = near === null ? '' : `did you mean ${near}? `
  return new UsageError(`--${flag}: there is no ${flag} '${written}'; ${hint}There are ${known.join(', ')}`)
}
