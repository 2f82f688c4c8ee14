import { stat } from 'node:fs/promises'
import { importedPoints } from '../import/imported-points.ts'
import type { ImportedResult } from '../import/imported-result.ts'
import { KNOWN_FORMATS, readKnown, refuseUnknown } from '../import/read-imported.ts'
import { openResultFile, type ResultFile } from '../import/result-file.ts'
import { UsageError } from '../usage-error.ts'
import { checkAmount, type PointsTable, readPoints } from './read-points.ts'

/**
 * Reads measured points: one CSV file, or files that load tools wrote, of which each result is a point.
 *
 * @throws UsageError (2) when no file is named, a file cannot be used, CSV and results are mixed, or there are fewer than
 *   3 points
 */
export async function readPointFiles(files: readonly string[]): Promise<PointsTable> {
  const [only = '', ...others] = files
  if (files.some((file) => file === '') || only === '') {
    throw new UsageError('--points: a file of measured points is to be named')
  }
  if (files.includes('-')) {
    throw new UsageError('-: name a file; points as CSV are also read from /dev/stdin')
  }
  const url = files.find((file) => /^https?:\/\//.test(file))
  if (url !== undefined) {
    throw new UsageError(`${url} and --points: a target is measured, or points are fitted, not both`)
  }
  if (others.length === 0) return readOne(only)
  const results: ImportedResult[] = []
  for (const file of files) results.push(...(await resultsOf(file)))
  return tableOf(files.join(', '), results)
}

/** A pipe can be read once, and is CSV. */
async function readOne(file: string): Promise<PointsTable> {
  const found = await stat(file).catch(() => null)
  if (found?.isFIFO() === true || (found?.isFile() === true && found.size === 0)) return readPoints(file)
  const opened = await openResultFile(file)
  const results = await readKnown(opened)
  if (results !== null) return tableOf(file, results)
  return isDocument(opened) ? refuseUnknown(opened) : readPoints(file)
}

async function resultsOf(file: string): Promise<readonly ImportedResult[]> {
  const opened = await openResultFile(file)
  const results = await readKnown(opened)
  if (results !== null) return results
  if (isDocument(opened)) return refuseUnknown(opened)
  throw new UsageError(
    `${file}: no result that is known (${KNOWN_FORMATS}); a CSV file of points stands alone`,
  )
}

/** No line of CSV is an object or a list of JSON. */
function isDocument({ json }: ResultFile): boolean {
  return typeof json === 'object' && json !== null
}

function tableOf(files: string, results: readonly ImportedResult[]): PointsTable {
  const table = importedPoints(results)
  checkAmount(files, table)
  const formats = [...new Set(results.map(({ format }) => format))].join(', ')
  return { ...table, notes: [`Each result is a point; they were read as ${formats}.`, ...table.notes] }
}
