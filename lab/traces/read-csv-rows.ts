import { type CsvError, type InfoRecord, parse } from 'csv-parse'
import type { BrokenLines } from './broken-lines.ts'
import { openInput } from './open-input.ts'

/** Called for every row, blank lines left out; `line` is the one on which the row ends, counted from 1. */
export type OnCsvRow = (cells: readonly string[], line: number) => void

interface ParsedRow {
  readonly info: InfoRecord
  readonly record: readonly string[]
}

const MOST_BYTES_A_ROW = 1 << 20
const UNSURE = ', so the rows below it could not be told apart'

/**
 * Reads a CSV file (RFC 4180, LF or CRLF, with or without a byte order mark) row by row, in bounded memory.
 * Rows may differ in length. What cannot be parsed goes to `broken`. With `comments`, lines that begin with # are left
 * out.
 *
 * @throws ScenarioError (104) when the file cannot be opened; what `onRow` throws
 */
export async function readCsvRows(
  file: string,
  broken: BrokenLines,
  onRow: OnCsvRow,
  options: { readonly comments?: boolean } = {},
): Promise<void> {
  let lastLine = 0
  let hasSyntaxError = false
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...(options.comments === true ? { comment: '#', comment_no_infix: true } : {}),
    max_record_size: MOST_BYTES_A_ROW,
    skip_records_with_error: true,
    on_skip: (error) => {
      // After another syntax error the parser may take the rest of the file for a quoted cell: one fault, not two.
      if (isUnclosed(error) && hasSyntaxError) return undefined
      hasSyntaxError = true
      // A quote that is never closed is noticed at the end of the file; it was opened in the row after the last.
      const line = isUnclosed(error) ? lastLine + 1 : Number(error?.['lines'] ?? lastLine + 1)
      broken.add(line, reasonOf(error))
      return undefined
    },
  })
  const input = await openInput(file)
  input.on('error', (error) => parser.destroy(error))
  try {
    for await (const { info, record } of input.pipe(parser) as AsyncIterable<ParsedRow>) {
      lastLine = info.lines
      onRow(record, info.lines)
    }
  } finally {
    input.destroy()
  }
}

function isUnclosed(error: CsvError | undefined): boolean {
  return error?.code === 'CSV_QUOTE_NOT_CLOSED'
}

function reasonOf(error: CsvError | undefined): string {
  if (isUnclosed(error)) return 'a quote is opened and never closed'
  if (error?.code === 'CSV_MAX_RECORD_SIZE') return `a row of more than ${MOST_BYTES_A_ROW} bytes${UNSURE}`
  if (error?.code === 'CSV_INVALID_CLOSING_QUOTE') return `text follows a closing quote${UNSURE}`
  if (error?.code === 'INVALID_OPENING_QUOTE')
    return `a quote stands inside a cell that is not quoted${UNSURE}`
  return error?.message ?? 'not a row of CSV'
}
