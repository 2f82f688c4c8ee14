import { DURATION_BOUNDS_SECONDS, type RequestSeries } from './labelled-metrics-series.ts'

/** The media type of `openMetricsText`. */
export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

export interface MetricsPage {
  /** Of the labels, in the order of the series' values. */
  readonly labelNames: readonly string[]
  readonly series: Iterable<RequestSeries>
  /** How often each label had a value too many, and how often there were too many series. */
  readonly overflows: ReadonlyArray<readonly [label: string, count: number]>
}

const REQUESTS = 'http_server_requests'
const DURATION = 'http_server_request_duration_seconds'
const OVERFLOWS = 'http_server_label_overflows'

/** The page in the text format of OpenMetrics 1.0. */
export function openMetricsText({ labelNames, series, overflows }: MetricsPage): string {
  const all = [...series].map((one) => ({ one, labels: labelText(labelNames, one.labels) }))
  return [
    `# TYPE ${REQUESTS} counter`,
    `# HELP ${REQUESTS} Requests answered, or given up by their client.`,
    ...all.map(({ one, labels }) => `${REQUESTS}_total{${labels}} ${one.count}`),
    `# TYPE ${DURATION} histogram`,
    `# UNIT ${DURATION} seconds`,
    `# HELP ${DURATION} From the first byte of a request to the end of its response.`,
    ...all.flatMap(({ one, labels }) => histogramLines(one, labels)),
    `# TYPE ${OVERFLOWS} counter`,
    `# HELP ${OVERFLOWS} Times that a label had more values than it may have, or all of them more combinations.`,
    ...overflows.map(([label, count]) => `${OVERFLOWS}_total{${labelText(['label'], [label])}} ${count}`),
    '# EOF',
    '',
  ].join('\n')
}

function histogramLines({ buckets, count, sumSeconds }: RequestSeries, labels: string): string[] {
  let reached = 0
  const lines = DURATION_BOUNDS_SECONDS.map((bound, i) => {
    reached += buckets[i] ?? 0
    return `${DURATION}_bucket{${labels},le="${boundText(bound)}"} ${reached}`
  })
  return [
    ...lines,
    `${DURATION}_bucket{${labels},le="+Inf"} ${count}`,
    `${DURATION}_sum{${labels}} ${sumSeconds}`,
    `${DURATION}_count{${labels}} ${count}`,
  ]
}

/** The canonical form: a whole number has a fraction too. */
function boundText(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound)
}

function labelText(names: readonly string[], values: readonly string[]): string {
  return names.map((name, i) => `${name}="${escaped(values[i] ?? '')}"`).join(',')
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
