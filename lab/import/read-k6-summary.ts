import { UsageError } from '../usage-error.ts'
import { type ImportedLatency, type ImportedResult, unknownParts } from './imported-result.ts'
import { hasKeys, JsonFields } from './json-fields.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { scaled } from './scaled.ts'

/**
 * k6's summaries, in three shapes: what `--summary-export` writes, the `data` that `handleSummary` is given, and the
 * machine-readable summary 1.x (`--new-machine-readable-summary`). Times are ms in all of them, but for the test's
 * duration in the last, which is in s. Of a rate metric, `passes` (`matches` in the last) counts what the metric is
 * named after: of `http_req_failed`, the requests that failed.
 */
export const k6Summary: ResultReader = {
  format: "k6's summary",
  knows: ({ json }) => isClassic(json) || isMachineReadable(json),
  read: (file) => [readSummary(file)],
}

function isClassic(json: unknown): boolean {
  if (!hasKeys(json, 'metrics')) return false
  return (
    hasKeys(json, 'root_group') ||
    ['http_reqs', 'http_req_duration', 'iterations', 'vus'].some((name) => hasKeys(json['metrics'], name))
  )
}

function isMachineReadable(json: unknown): boolean {
  return hasKeys(json, 'results', 'config') && hasKeys(json['results'], 'metrics')
}

function readSummary(file: ResultFile): ImportedResult {
  const summary = isMachineReadable(file.json) ? machineReadable(file) : classic(file)
  const { metric, requests, failed } = summary
  const latencyMs = readTrend(metric('http_req_duration'))
  const count = requests.number('count')
  const rate = requests.optionalNumber('rate')
  const durationMs = summary.durationMs ?? (rate === null || rate === 0 ? null : (1000 * count) / rate)
  const dropped = summary.optional('dropped_iterations')?.optionalNumber('count') ?? null
  return {
    ...unknownParts,
    tool: 'k6',
    toolVersion: summary.version,
    format: summary.format,
    label: file.path,
    durationMs,
    model: dropped === null || dropped === 0 ? null : 'open',
    rate: {
      offered: null,
      achieved: rate ?? (durationMs === null || durationMs === 0 ? null : (1000 * count) / durationMs),
    },
    concurrency: summary.optional('vus_max')?.optionalNumber('max') ?? null,
    requests: { total: count, failed },
    latencyMs,
    omission: 'not-corrected',
    notes: notesOf(dropped),
  }
}

function notesOf(dropped: number | null): string[] {
  return [
    "k6's http_req_duration leaves out the wait for a connection and the time to open one; its concurrency is the most virtual users that there were, of which arrival-rate executors leave some idle.",
    ...(dropped === null || dropped === 0
      ? []
      : [`k6 dropped ${dropped} iterations, because no virtual user was free; they are in no figure.`]),
  ]
}

interface Summary {
  readonly format: string
  readonly version: string | null
  readonly durationMs: number | null
  readonly requests: JsonFields
  readonly failed: number | null
  /** Values of a metric. @throws UsageError when it is missing */
  readonly metric: (name: string) => JsonFields
  readonly optional: (name: string) => JsonFields | null
}

/** `handleSummary` has the values one level deeper, and tells the duration. */
function classic({ path, json }: ResultFile): Summary {
  const file = new JsonFields(path, json)
  const metrics = file.object('metrics')
  const metric = (name: string) => {
    const found = metrics.object(name)
    return found.has('values') ? found.object('values') : found
  }
  const optional = (name: string) => (metrics.has(name) ? metric(name) : null)
  const isHandled = file.has('state') || metrics.optionalObject('http_reqs')?.has('values') === true
  return {
    format: isHandled ? "k6's handleSummary data" : "k6's --summary-export",
    version: null,
    durationMs: file.optionalObject('state')?.optionalNumber('testRunDurationMs') ?? null,
    requests: metric('http_reqs'),
    failed: optional('http_req_failed')?.optionalNumber('passes') ?? null,
    metric,
    optional,
  }
}

function machineReadable({ path, json }: ResultFile): Summary {
  const file = new JsonFields(path, json)
  const schema = file.text('version')
  if (schema !== null && !/^1(\.|$)/.test(schema)) {
    throw new UsageError(`${path}: version is ${schema}; of k6's machine-readable summaries, 1.x is read`)
  }
  const list = file.object('results').list('metrics')
  const optional = (name: string) => {
    const at = list.findIndex((each) => hasKeys(each, 'name') && each['name'] === name)
    return at < 0 ? null : new JsonFields(path, list[at], ['results', 'metrics', name]).object('values')
  }
  const metric = (name: string) => optional(name) ?? new JsonFields(path, null, ['results', 'metrics', name])
  const seconds = file.object('config').optionalNumber('duration')
  return {
    format: "k6's machine-readable summary",
    version: file.optionalObject('metadata')?.text('k6Version') ?? null,
    durationMs: seconds === null ? null : scaled(seconds, 1000),
    requests: metric('http_reqs'),
    failed: optional('http_req_failed')?.optionalNumber('matches') ?? null,
    metric,
    optional,
  }
}

function readTrend(values: JsonFields): ImportedLatency {
  const percentiles = values.keys.flatMap((key) => {
    const percentile = key === 'med' ? 50 : Number(/^p\((\d+(?:\.\d+)?)\)$/.exec(key)?.[1] ?? NaN)
    const ms = percentile > 0 ? values.optionalNumber(key) : null
    return ms === null ? [] : [{ percentile, ms }]
  })
  const distinct = new Map(percentiles.map((each) => [each.percentile, each]))
  return {
    mean: values.optionalNumber('avg'),
    stdev: null,
    min: values.optionalNumber('min'),
    max: values.optionalNumber('max'),
    percentiles: [...distinct.values()].sort((a, b) => a.percentile - b.percentile),
  }
}
