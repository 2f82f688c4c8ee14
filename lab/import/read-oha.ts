import { countStatuses } from './count-statuses.ts'
import { type ImportedLatency, type ImportedResult, unknownLatency, unknownParts } from './imported-result.ts'
import { hasKeys, JsonFields } from './json-fields.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { scaled } from './scaled.ts'

/**
 * What oha prints with `--output-format json` (earlier: `--json`, `-j`). All times are s. Its latencies are of requests
 * that were answered, whatever the status.
 */
export const ohaJson: ResultReader = {
  format: "oha's JSON",
  knows: ({ json }) =>
    hasKeys(json, 'summary') &&
    (hasKeys(json, 'latencyPercentiles') || hasKeys(json['summary'], 'requestsPerSec')),
  read: (file) => [readResult(file)],
}

/** What oha calls requests that were under way when the time was over; not a failure of the target. */
const CUT_OFF = 'aborted due to deadline'

function readResult({ path, json }: ResultFile): ImportedResult {
  const file = new JsonFields(path, json)
  const summary = file.object('summary')
  const seconds = summary.number('total')
  const statuses = countStatuses(file.object('statusCodeDistribution'))
  const errors = file.object('errorDistribution')
  const cutOff = errors.optionalNumber(CUT_OFF) ?? 0
  const failures = errors.keys.reduce((sum, key) => sum + errors.number(key), 0) - cutOff
  return {
    ...unknownParts,
    tool: 'oha',
    format: ohaJson.format,
    label: path,
    durationMs: scaled(seconds, 1000),
    model: null,
    rate: { offered: null, achieved: seconds === 0 ? null : statuses.answered / seconds },
    concurrency: null,
    requests: { total: statuses.answered + failures, failed: statuses.failed + failures },
    latencyMs:
      statuses.answered === 0 ? unknownLatency : readLatency(summary, file.object('latencyPercentiles')),
    omission: null,
    notes: [
      'oha does not write how many connections it had, nor the rate it was given.',
      ...(cutOff === 0
        ? []
        : [`${cutOff} requests that were under way at the end (${CUT_OFF}) are not counted.`]),
      ...statuses.notes,
    ],
  }
}

function readLatency(summary: JsonFields, byPercentile: JsonFields): ImportedLatency {
  const percentiles = byPercentile.keys.flatMap((key) => {
    const percentile = Number(/^p(\d+(?:\.\d+)?)$/.exec(key)?.[1] ?? NaN)
    const seconds = Number.isNaN(percentile) ? null : byPercentile.optionalNumber(key)
    return seconds === null ? [] : [{ percentile, ms: scaled(seconds, 1000) }]
  })
  return {
    mean: scaled(summary.number('average'), 1000),
    stdev: null,
    min: scaled(summary.number('fastest'), 1000),
    max: scaled(summary.number('slowest'), 1000),
    percentiles: percentiles.sort((a, b) => a.percentile - b.percentile),
  }
}
