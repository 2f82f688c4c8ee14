import { ScenarioError } from '../scenario-error.ts'
import { BrokenLines } from '../traces/broken-lines.ts'
import { readCsvRows } from '../traces/read-csv-rows.ts'
import { UsageError } from '../usage-error.ts'
import { type ImportedResult, type ImportedTool, unknownParts } from './imported-result.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { scaled } from './scaled.ts'
import { summarizeFile } from './summarize-file.ts'
import type { ListedRequest } from './summarize-requests.ts'
import { VEGETA_NOTE } from './read-vegeta-report.ts'

/** Where a row of a tool's CSV has what; by position. */
interface RequestColumns {
  readonly sent: number
  readonly latency: number
  readonly status: number
  /** How many ms the unit of its times has. */
  readonly unitMs: number
}

/** `hey -o csv`: in s with four decimals, with a header, without requests that were not answered. */
export const heyCsv = csvReader({
  tool: 'hey',
  format: "hey's CSV",
  header: 'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset',
  columns: { sent: 7, latency: 0, status: 6, unitMs: 1000 },
  parts: { model: 'closed', omission: 'not-corrected' },
  notes: ['hey leaves requests that were not answered out of its CSV, and rounds times to 0.1 ms.'],
})

/** oha's `--output-format csv`: in s, with a header, without requests that were not answered. */
export const ohaCsv = csvReader({
  tool: 'oha',
  format: "oha's CSV",
  header: 'request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status',
  columns: { sent: 0, latency: 4, status: 6, unitMs: 1000 },
  parts: { model: null, omission: null },
  notes: ['oha leaves requests that were not answered out of its CSV.'],
})

/** `vegeta encode -to=csv`: in ns, without a header, 9 columns or 12, with a status of 0 for no answer. */
export const vegetaCsv = csvReader({
  tool: 'vegeta',
  format: "vegeta's results as CSV",
  header: null,
  columns: { sent: 0, latency: 2, status: 1, unitMs: 1e-6 },
  parts: { model: 'open', omission: 'not-corrected' },
  notes: [VEGETA_NOTE],
})

interface CsvFormat {
  readonly tool: ImportedTool
  readonly format: string
  /** `null` for rows of vegeta. */
  readonly header: string | null
  readonly columns: RequestColumns
  readonly parts: Pick<ImportedResult, 'model' | 'omission'>
  readonly notes: readonly string[]
}

/** A time since the epoch in ns, a status, and three counts. */
const VEGETA_ROW = /^\d{18,19},\d{1,3},\d+,\d+,\d+,/

function csvReader(csv: CsvFormat): ResultReader {
  const { header, format } = csv
  return {
    format,
    knows: ({ text }) => (header === null ? VEGETA_ROW.test(text) : text.startsWith(header)),
    read: async (file) => [await readRequests(file, csv)],
  }
}

async function readRequests({ path }: ResultFile, csv: CsvFormat): Promise<ImportedResult> {
  const { tool, format, header, columns, parts, notes } = csv
  const listed = await listRequests(path, columns, header !== null)
  const isComplete = header === null
  if (listed.length === 0) throw new UsageError(`${path}: there is no request in it`)
  const { achieved, offered, ...summary } = summarizeFile(path, listed, isComplete)
  const sentAt = isComplete ? listed.reduce((first, { sentMs }) => Math.min(first, sentMs), Infinity) : null
  return {
    ...unknownParts,
    tool,
    format,
    label: path,
    startedAt: sentAt === null ? null : new Date(sentAt).toISOString(),
    ...parts,
    rate: { offered: parts.model === 'open' ? offered : null, achieved },
    concurrency: null,
    ...summary,
    notes,
  }
}

async function listRequests(
  path: string,
  columns: RequestColumns,
  hasHeader: boolean,
): Promise<readonly ListedRequest[]> {
  const broken = new BrokenLines(path)
  const listed: ListedRequest[] = []
  let isFirst = true
  try {
    await readCsvRows(path, broken, (cells, line) => {
      if (isFirst && hasHeader) {
        isFirst = false
        return
      }
      const request = requestOf(cells, columns)
      if (request === null) broken.add(line, 'no request: a time, a latency or a status is no number')
      else listed.push(request)
    })
    broken.throwIfAny()
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(error.message)
    throw error
  }
  return listed
}

function requestOf(cells: readonly string[], columns: RequestColumns): ListedRequest | null {
  const [sent, latency, status] = [columns.sent, columns.latency, columns.status].map((at) => {
    const cell = cells[at]?.trim() ?? ''
    return /^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : NaN
  }) as [number, number, number]
  if (Number.isNaN(sent + latency + status)) return null
  return {
    sentMs: sent * columns.unitMs,
    latencyMs: scaled(latency, columns.unitMs),
    isFailed: status === 0 || status >= 500,
  }
}
