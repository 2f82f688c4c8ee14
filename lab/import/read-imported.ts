import { UsageError } from '../usage-error.ts'
import type { ImportedResult } from './imported-result.ts'
import { hasKeys } from './json-fields.ts'
import { autocannonJson } from './read-autocannon.ts'
import { benchDocumentReader } from './read-bench-document.ts'
import { heyText } from './read-hey.ts'
import { histogramLog } from './read-hlog-results.ts'
import { k6Summary } from './read-k6-summary.ts'
import { ohaJson } from './read-oha.ts'
import { heyCsv, ohaCsv, vegetaCsv } from './read-request-csv.ts'
import { vegetaReport } from './read-vegeta-report.ts'
import { vegetaResults } from './read-vegeta-results.ts'
import { wrkText } from './read-wrk.ts'
import { openResultFile, type ResultFile, type ResultReader } from './result-file.ts'

/** The first that knows a file reads it. */
const readers: readonly ResultReader[] = [
  benchDocumentReader,
  vegetaResults,
  k6Summary,
  autocannonJson,
  ohaJson,
  vegetaReport,
  histogramLog,
  wrkText,
  heyText,
  heyCsv,
  ohaCsv,
  vegetaCsv,
]

/** What can be read; for messages. */
export const KNOWN_FORMATS =
  'summaries of k6, JSON of autocannon, oha and vegeta, text of wrk, wrk2 and hey, histogram logs, and what bench --json wrote'

/**
 * Reads what another tool measured. The format is found by what the file holds, not by its name; the results say which it
 * was. Most files hold one result; a histogram log holds one for each tag, a file of wrk's output one for each run.
 *
 * @throws UsageError when the file is missing, empty or larger than 100 MiB, is of no known format, or is not whole; the
 *   message names the key or line that is missing
 */
export async function readImported(file: string): Promise<readonly ImportedResult[]> {
  const opened = await openResultFile(file)
  return (await readKnown(opened)) ?? refuseUnknown(opened)
}

/**
 * @returns `null` where the file is of no known format
 * @throws UsageError as `readImported`
 */
export async function readKnown(file: ResultFile): Promise<readonly ImportedResult[] | null> {
  const reader = readers.find((each) => each.knows(file))
  if (reader !== undefined) return reader.read(file)
  const instead = adviceFor(file)
  if (instead !== null) throw new UsageError(`${file.path}: ${instead}`)
  return null
}

/** What tools write beside what can be read of them. */
function adviceFor({ text, json }: ResultFile): string | null {
  if (/^\{"type":"(Metric|Point)",/.test(text) || /^\{"metric":"[^"]+","type":"(Metric|Point)"/.test(text)) {
    return "this is k6's stream of samples: give what --summary-export writes"
  }
  if (/^Requests +\[total, rate/m.test(text)) {
    return "this is vegeta's text report: give that of vegeta report -type=json"
  }
  if (/^ +Success rate:/m.test(text)) return "this is oha's text: give what --output-format json writes"
  if (text.includes('\u0000'))
    return 'the file is no text in UTF-8 (of vegeta, give what vegeta encode or vegeta report writes)'
  if (json === undefined && /^\s*[{[]/.test(text)) return 'its JSON is broken or breaks off'
  return null
}

/** @throws UsageError that says what the file holds instead */
export function refuseUnknown({ path, json }: ResultFile): never {
  throw new UsageError(`${path}: ${whyUnknown(json)}`)
}

function whyUnknown(json: unknown): string {
  if (Array.isArray(json)) return `a list of ${json.length} is no result: known are ${KNOWN_FORMATS}`
  if (!hasKeys(json)) return `no result that is known: ${KNOWN_FORMATS}`
  const keys = Object.keys(json)
  const shown =
    keys.length === 0 ? 'no keys' : `the keys ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`
  return `JSON with ${shown} is no result that is known: ${KNOWN_FORMATS}`
}
