import { type ImportedLatency, type ImportedResult, unknownLatency, unknownParts } from './imported-result.ts'
import { hasKeys, JsonFields } from './json-fields.ts'
import { countStatuses } from './count-statuses.ts'
import type { ResultFile, ResultReader } from './result-file.ts'

/**
 * What `vegeta report -type=json` prints. All times are ns: the latencies, of failed requests too, the duration of
 * sending, and the wait for the last answer after it. Status 0 stands for no answer.
 */
export const vegetaReport: ResultReader = {
  format: "vegeta's JSON report",
  knows: ({ json }) =>
    hasKeys(json, 'latencies') || (hasKeys(json, 'status_codes', 'success') && !hasKeys(json, 'latency')),
  read: (file) => [readReport(file)],
}

const NS_PER_MS = 1e6

function readReport({ path, json }: ResultFile): ImportedResult {
  const file = new JsonFields(path, json)
  const latencies = file.object('latencies')
  const requests = file.number('requests')
  const durationMs = file.number('duration') / NS_PER_MS
  const wholeMs = durationMs + (file.optionalNumber('wait') ?? 0) / NS_PER_MS
  const statuses = countStatuses(file.object('status_codes'))
  return {
    ...unknownParts,
    tool: 'vegeta',
    format: vegetaReport.format,
    label: path,
    startedAt: file.time('earliest'),
    durationMs,
    model: 'open',
    rate: {
      offered: file.number('rate'),
      achieved: wholeMs === 0 ? null : (1000 * statuses.answered) / wholeMs,
    },
    concurrency: null,
    requests: { total: requests, failed: statuses.unanswered + statuses.failed },
    latencyMs: requests === 0 ? unknownLatency : readLatency(latencies),
    omission: 'not-corrected',
    notes: [VEGETA_NOTE, ...statuses.notes],
  }
}

export const VEGETA_NOTE =
  'vegeta counts latencies from when a request was sent, not from when it was due; the two differ where -max-workers held it back.'

function readLatency(latencies: JsonFields): ImportedLatency {
  const percentiles = ([50, 90, 95, 99] as const).flatMap((percentile) => {
    const key = `${percentile}th`
    const ns = percentile === 90 ? latencies.optionalNumber(key) : latencies.number(key)
    return ns === null ? [] : [{ percentile, ms: ns / NS_PER_MS }]
  })
  const min = latencies.optionalNumber('min')
  return {
    mean: latencies.number('mean') / NS_PER_MS,
    stdev: null,
    min: min === null ? null : min / NS_PER_MS,
    max: latencies.number('max') / NS_PER_MS,
    percentiles,
  }
}
