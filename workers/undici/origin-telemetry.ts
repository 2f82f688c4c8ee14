import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'

/** What a point is of, by OpenTelemetry's names. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

/** A distribution of durations, in seconds. */
export interface HistogramPoint {
  /** As OpenTelemetry names them. */
  readonly attributes: Attributes
  /** How many durations. */
  readonly count: number
  /** Of all of them. */
  readonly sum: number
  /** The longest. */
  readonly max: number
  /** The median. */
  readonly p50: number
  /** 90th percentile. */
  readonly p90: number
  /** 99th percentile. */
  readonly p99: number
}

/** Requests of one method that ended in one way. */
interface RequestSeries {
  readonly attributes: Attributes
  readonly durations: LatencyHistogram
}

/** Methods that are told apart; others could be any number (OpenTelemetry, `http.request.method`). */
const knownMethods: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
])

const OTHER = '_OTHER'
/** Ways to end that are told apart for one method: a server could think of any number. */
const MOST_OUTCOMES = 50

/** What is measured of the requests and connections to one origin, or to those that have to share one. */
export class OriginTelemetry {
  /** From asking for a connection to having it. */
  readonly wait = new LatencyHistogram()
  /** Opening a connection: name, TCP and TLS. */
  readonly create = new LatencyHistogram()
  /** From having a connection to giving it back. */
  readonly use = new LatencyHistogram()
  /** From when a connection was open to when it was closed. */
  readonly connection = new LatencyHistogram()
  readonly attributes: Attributes
  readonly #requests = new Map<string, Map<string | number, RequestSeries>>()

  /** @param attributes of every point */
  constructor(attributes: Attributes) {
    this.attributes = attributes
  }

  /**
   * @param status of the response, or 0 when none has begun
   * @param error what ended it, or `null`; giving up on a request is no error
   */
  recordRequest(method: string, status: number, error: Error | null, durationMs: number): void {
    const known = knownMethods.has(method) ? method : OTHER
    let outcomes = this.#requests.get(known)
    if (outcomes === undefined) this.#requests.set(known, (outcomes = new Map()))
    const outcome = error === null ? status : `${errorType(error)} ${status}`
    let series = outcomes.get(outcome)
    if (series === undefined) series = newSeries(outcomes, outcome, known, status, error)
    series.durations.record(durationMs)
  }

  requestPoints(): HistogramPoint[] {
    const series = [...this.#requests.values()].flatMap((outcomes) => [...outcomes.values()])
    return series.flatMap(({ attributes, durations }) => this.points(durations, attributes))
  }

  /** None for a histogram that nothing was recorded in. */
  points(histogram: LatencyHistogram, attributes: Attributes = {}): HistogramPoint[] {
    if (histogram.count === 0) return []
    const seconds = (quantile: number) => histogram.quantileMs(quantile) / 1000
    return [
      {
        attributes: { ...this.attributes, ...attributes },
        count: histogram.count,
        sum: histogram.sumMs / 1000,
        max: histogram.maxMs / 1000,
        p50: seconds(0.5),
        p90: seconds(0.9),
        p99: seconds(0.99),
      },
    ]
  }
}

function newSeries(
  outcomes: Map<string | number, RequestSeries>,
  outcome: string | number,
  method: string,
  status: number,
  error: Error | null,
): RequestSeries {
  if (outcomes.size >= MOST_OUTCOMES) {
    const rest = outcomes.get(OTHER)
    if (rest !== undefined) return rest
    const attributes = { 'http.request.method': method, 'error.type': OTHER }
    const series = { attributes, durations: new LatencyHistogram() }
    outcomes.set(OTHER, series)
    return series
  }
  const attributes = {
    'http.request.method': method,
    'network.protocol.version': '1.1',
    ...(status === 0 ? {} : { 'http.response.status_code': status }),
    ...errorAttribute(status, error),
  }
  const series = { attributes, durations: new LatencyHistogram() }
  outcomes.set(outcome, series)
  return series
}

/** Statuses from 400 are errors to a client (OpenTelemetry, `error.type`). */
function errorAttribute(status: number, error: Error | null): Attributes {
  if (error !== null) return { 'error.type': errorType(error) }
  return status >= 400 ? { 'error.type': String(status) } : {}
}

function errorType(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
