import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { LabelValues, OVERFLOW_LABEL } from './label-values.ts'
import { RequestSeriesStore } from './labelled-metrics-series.ts'
import { OPEN_METRICS_TYPE, openMetricsText } from './labelled-metrics-text.ts'
import { unencapsulated } from './unencapsulated.ts'

export interface HeaderLabel {
  /** Whose value it has. */
  readonly header: string
  /** Distinct values; left out, that of all labels. */
  readonly limit?: number | null
  /** Values that no others can take the place of. */
  readonly known?: readonly string[]
}

export interface LabelledMetricsOptions {
  /** By their names; default `tenant` of `x-tenant` and `api_version` of `x-api-version`. */
  readonly labels?: Readonly<Record<string, HeaderLabel>>
  /**
   * Distinct values of each label, a whole number of 0 or more; default 100. `null` sets no limit, neither to values
   * nor to series, and takes values as they come: what clients send then decides how much memory it takes.
   */
  readonly limit?: number | null
  /** Series that are kept by all their labels, a whole number of 1 or more; default 2,000. */
  readonly seriesLimit?: number
  /** Of the page; default `/metrics`. Its own requests are not counted. */
  readonly path?: string
}

export interface LabelledMetricsStats {
  readonly requests: number
  readonly series: number
  /** Distinct values of each label. */
  readonly distinct: Readonly<Record<string, number>>
  /** Values too many of each label, and `series` for requests that were one combination too many. */
  readonly overflows: Readonly<Record<string, number>>
  /** Requests without a value for each label. */
  readonly unknowns: Readonly<Record<string, number>>
}

const DEFAULT_LIMIT = 100
const DEFAULT_SERIES_LIMIT = 2000
/** In the place of a status, of a response that was never sent whole. */
const CANCELLED_STATUS = 'cancelled'
const OWN_LABELS = ['method', 'route', 'status'] as const
const DEFAULT_LABELS: Readonly<Record<string, HeaderLabel>> = {
  tenant: { header: 'x-tenant' },
  api_version: { header: 'x-api-version' },
}
const statsOfApps = new WeakMap<object, () => LabelledMetricsStats>()

/**
 * A Fastify plugin that counts requests and their durations by method, route, status and what clients say in headers,
 * and answers `GET /metrics` in OpenMetrics text. Memory is bounded whatever clients send: a label has so many values
 * and then `overflow`, and `unknown` where there is no value; past `seriesLimit`, all labels from headers are `overflow`.
 *
 *     await app.register(labelledMetrics, { labels: { tenant: { header: 'x-tenant', known: ['acme'] } }, limit: 50 })
 *
 * @throws RangeError when a limit is out of range, or a label's name is taken or not one that the format allows
 */
export const labelledMetrics: FastifyPluginCallback<LabelledMetricsOptions> = unencapsulated(
  'labelled-metrics',
  (app: FastifyInstance, options: LabelledMetricsOptions, done: (error?: Error) => void): void => {
    try {
      new MetricsHooks(options).attach(app)
    } catch (error) {
      done(error as Error)
      return
    }
    done()
  },
)

/** What the plugin has counted; `null` for an instance without it. */
export function labelledMetricsStats(app: FastifyInstance): LabelledMetricsStats | null {
  return statsOfApps.get(app.server)?.() ?? null
}

class MetricsHooks {
  readonly #path: string
  readonly #names: readonly string[]
  readonly #labels: ReadonlyArray<{ readonly header: string; readonly values: LabelValues }>
  readonly #series: RequestSeriesStore
  #requests = 0

  constructor(options: LabelledMetricsOptions) {
    const { limit = DEFAULT_LIMIT, seriesLimit = DEFAULT_SERIES_LIMIT } = options
    if (!Number.isInteger(seriesLimit) || seriesLimit < 1) {
      throw new RangeError(`seriesLimit must be a whole number of 1 or more, not ${seriesLimit}`)
    }
    const labels = Object.entries(options.labels ?? DEFAULT_LABELS)
    for (const [name] of labels) requireLabelName(name)
    this.#path = options.path ?? '/metrics'
    this.#names = labels.map(([name]) => name)
    this.#labels = labels.map(([, { header, limit: own, known }]) => ({
      header: header.toLowerCase(),
      values: new LabelValues(own === undefined ? limit : own, known),
    }))
    this.#series = new RequestSeriesStore(limit === null ? Infinity : seriesLimit)
  }

  attach(app: FastifyInstance): void {
    statsOfApps.set(app.server, () => this.#stats())
    app.addHook('onRequest', (request, reply, next) => {
      if (request.routeOptions.url !== this.#path) this.#watch(request, reply)
      next()
    })
    app.get(this.#path, (_request, reply) => reply.type(OPEN_METRICS_TYPE).send(this.#page()))
  }

  #watch(request: FastifyRequest, reply: FastifyReply): void {
    const startedAtMs = performance.now()
    let isRecorded = false
    const record = (status: string): void => {
      if (isRecorded) return
      isRecorded = true
      this.#record(request, status, (performance.now() - startedAtMs) / 1000)
    }
    reply.raw.once('finish', () => record(String(reply.statusCode)))
    // It comes alone where the response was never sent whole.
    reply.raw.once('close', () => record(CANCELLED_STATUS))
  }

  #record(request: FastifyRequest, status: string, durationSeconds: number): void {
    const own = [request.method, request.routeOptions.url ?? 'unmatched', status]
    const sent = this.#labels.map(({ header, values }) => values.admit(request.headers[header]))
    const whenFull = (): readonly string[] => [...own, ...sent.map(() => OVERFLOW_LABEL)]
    this.#requests++
    this.#series.record([...own, ...sent], whenFull, durationSeconds)
  }

  #page(): string {
    return openMetricsText({
      labelNames: [...OWN_LABELS, ...this.#names],
      series: this.#series.all(),
      overflows: Object.entries(this.#stats().overflows),
    })
  }

  #stats(): LabelledMetricsStats {
    const byName = (figure: (values: LabelValues) => number): Record<string, number> =>
      Object.fromEntries(this.#labels.map(({ values }, i) => [this.#names[i] ?? '', figure(values)]))
    return {
      requests: this.#requests,
      series: this.#series.size,
      distinct: byName((values) => values.distinct),
      overflows: { ...byName((values) => values.overflows), series: this.#series.overflows },
      unknowns: byName((values) => values.unknowns),
    }
  }
}

function requireLabelName(name: string): void {
  const isTaken = name === 'le' || OWN_LABELS.some((own) => own === name)
  if (isTaken || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
    throw new RangeError(`a label cannot be called ${JSON.stringify(name)}`)
  }
}
