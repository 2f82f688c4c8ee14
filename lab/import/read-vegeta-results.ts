import { UsageError } from '../usage-error.ts'
import { type ImportedResult, unknownParts } from './imported-result.ts'
import { hasKeys, JsonFields } from './json-fields.ts'
import { VEGETA_NOTE } from './read-vegeta-report.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { summarizeFile } from './summarize-file.ts'
import type { ListedRequest } from './summarize-requests.ts'

/** What `vegeta encode -to=json` writes: an object a line for each request, its latency in ns, status 0 for no answer. */
export const vegetaResults: ResultReader = {
  format: "vegeta's results as JSON",
  knows: ({ text }) => {
    const end = text.indexOf('\n')
    const first = end < 0 ? text : text.slice(0, end)
    return /^\{.*"latency":/.test(first) && /"seq":/.test(first) && /"code":/.test(first)
  },
  read: (file) => [readResults(file)],
}

function readResults({ path, text }: ResultFile): ImportedResult {
  const listed = text
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [requestOf(line, `${path}:${i + 1}`)]))
  const { achieved, offered, ...summary } = summarizeFile(path, listed, true)
  const firstMs = listed.reduce((first, { sentMs }) => Math.min(first, sentMs), Infinity)
  return {
    ...unknownParts,
    tool: 'vegeta',
    format: vegetaResults.format,
    label: path,
    startedAt: new Date(firstMs).toISOString(),
    model: 'open',
    rate: { offered, achieved },
    concurrency: null,
    omission: 'not-corrected',
    ...summary,
    notes: [VEGETA_NOTE],
  }
}

function requestOf(line: string, place: string): ListedRequest {
  const fields = new JsonFields(place, objectOf(line, place))
  const sentMs = Date.parse(fields.text('timestamp') ?? '')
  if (Number.isNaN(sentMs)) throw new UsageError(`${place}: timestamp is missing or no time`)
  const status = fields.number('code')
  return {
    sentMs,
    latencyMs: fields.number('latency') / 1e6,
    isFailed: status === 0 || status >= 500,
  }
}

function objectOf(line: string, place: string): unknown {
  try {
    const value: unknown = JSON.parse(line)
    if (hasKeys(value)) return value
  } catch {
    // What is no JSON and what is no object are refused alike.
  }
  throw new UsageError(`${place}: the line is not whole`)
}
