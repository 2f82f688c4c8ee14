import { closeReasons } from '../../models/pool/close-reason.ts'
import type { OriginPool } from './origin-pool.ts'
import type { Attributes, HistogramPoint, OriginTelemetry } from './origin-telemetry.ts'

/** A number, with what it is of. */
export interface NumberPoint {
  /** As OpenTelemetry names them. */
  readonly attributes: Attributes
  /** In the unit of the metric. */
  readonly value: number
}

/** A metric, by origins and whatever else its attributes tell apart. */
export interface Metric<Point> {
  /** As OpenTelemetry writes units: `s`, `{connection}`, `{request}`. */
  readonly unit: string
  /** One for each set of attributes. */
  readonly points: readonly Point[]
}

/**
 * What an agent has seen, by name of the metric. The `http.client` ones are OpenTelemetry's; it has none for pools of
 * HTTP clients, so the others have the shape of its `db.client.connection` ones. Each point has the attributes
 * `server.address`, `server.port` and `url.scheme`.
 */
export interface AgentStats {
  /** By `http.connection.state`: idle or active. */
  readonly 'http.client.open_connections': Metric<NumberPoint>
  /** Those that wait for a connection too. */
  readonly 'http.client.active_requests': Metric<NumberPoint>
  /** From when it was opened to when it was closed. */
  readonly 'http.client.connection.duration': Metric<HistogramPoint>
  /** From when it was asked for to the end of its response. */
  readonly 'http.client.request.duration': Metric<HistogramPoint>
  /** From when a request was asked for to when it had a connection, dials included. */
  readonly 'kneepoint.client.connection.wait_time': Metric<HistogramPoint>
  /** From the start of a dial to an open connection. */
  readonly 'kneepoint.client.connection.create_time': Metric<HistogramPoint>
  /** From when a request had a connection to the end of its response. */
  readonly 'kneepoint.client.connection.use_time': Metric<HistogramPoint>
  /** Requests that wait for a connection. */
  readonly 'kneepoint.client.connection.pending_requests': Metric<NumberPoint>
  /** Requests refused by `waitTimeout` and `maxWaiting`. */
  readonly 'kneepoint.client.connection.timeouts': Metric<NumberPoint>
  /** Connections that were opened, or tried. */
  readonly 'kneepoint.client.connection.dials': Metric<NumberPoint>
  /** Requests that went out on a connection that had carried another. */
  readonly 'kneepoint.client.connection.reuses': Metric<NumberPoint>
  /** Requests sent again after a stale connection. */
  readonly 'kneepoint.client.connection.retries': Metric<NumberPoint>
  /** By `kneepoint.close.reason`; those that have happened. */
  readonly 'kneepoint.client.connection.closes': Metric<NumberPoint>
  /** In force where it is tuned and limited. */
  readonly 'kneepoint.client.tuning.idle_timeout': Metric<NumberPoint>
  /** In force where it is tuned and limited. */
  readonly 'kneepoint.client.tuning.max_idle': Metric<NumberPoint>
  /** Changes made, or advised in shadow mode. */
  readonly 'kneepoint.client.tuning.changes': Metric<NumberPoint>
}

/** @param telemetry of all origins, those that share one once */
export function agentStats(pools: readonly OriginPool[], telemetry: readonly OriginTelemetry[]): AgentStats {
  const numbers = (unit: string, of: (pool: OriginPool) => number): Metric<NumberPoint> => ({
    unit,
    points: pools.map((pool) => ({ attributes: attributesOf(pool.url), value: of(pool) })),
  })
  const tuned = (unit: string, of: (pool: OriginPool) => number): Metric<NumberPoint> => ({
    unit,
    points: pools
      .filter((pool) => pool.tuning !== null && of(pool) < Infinity)
      .map((pool) => ({ attributes: attributesOf(pool.url), value: of(pool) })),
  })
  const histograms = (of: (telemetry: OriginTelemetry) => HistogramPoint[]): Metric<HistogramPoint> => ({
    unit: 's',
    points: telemetry.flatMap(of),
  })
  return {
    'http.client.open_connections': { unit: '{connection}', points: pools.flatMap(openConnections) },
    'http.client.active_requests': numbers('{request}', ({ pool }) => pool.inFlight),
    'http.client.connection.duration': histograms((each) => each.points(each.connection)),
    'http.client.request.duration': histograms((each) => each.requestPoints()),
    'kneepoint.client.connection.wait_time': histograms((each) => each.points(each.wait)),
    'kneepoint.client.connection.create_time': histograms((each) => each.points(each.create)),
    'kneepoint.client.connection.use_time': histograms((each) => each.points(each.use)),
    'kneepoint.client.connection.pending_requests': numbers('{request}', ({ pool }) => pool.machine.waiting),
    'kneepoint.client.connection.timeouts': numbers('{timeout}', (pool) => pool.rejectedWaiting),
    'kneepoint.client.connection.dials': numbers('{dial}', ({ pool }) => pool.machine.counters.dialed),
    'kneepoint.client.connection.reuses': numbers('{request}', ({ pool }) => pool.machine.counters.reused),
    'kneepoint.client.connection.retries': numbers('{request}', (pool) => pool.retries),
    'kneepoint.client.connection.closes': { unit: '{connection}', points: pools.flatMap(closes) },
    'kneepoint.client.tuning.idle_timeout': tuned(
      's',
      ({ pool }) => pool.machine.settings.idleTimeoutMs / 1000,
    ),
    'kneepoint.client.tuning.max_idle': tuned(
      '{connection}',
      ({ pool }) => pool.machine.settings.maxIdlePerHost,
    ),
    'kneepoint.client.tuning.changes': tuned('{change}', ({ tuning }) => tuning?.changes ?? 0),
  }
}

/** What OpenTelemetry calls an origin. */
export function attributesOf(url: URL): Attributes {
  const scheme = url.protocol.slice(0, -1)
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port)
  return {
    'server.address': url.hostname.replace(/^\[|\]$/g, ''),
    'server.port': port,
    'url.scheme': scheme,
  }
}

function openConnections({ url, pool }: OriginPool): NumberPoint[] {
  const point = (state: 'active' | 'idle', value: number) => ({
    attributes: { ...attributesOf(url), 'http.connection.state': state },
    value,
  })
  return [point('active', pool.machine.busy), point('idle', pool.machine.idle)]
}

function closes({ url, pool }: OriginPool): NumberPoint[] {
  const { closed } = pool.machine.counters
  return closeReasons
    .filter((reason) => closed[reason] > 0)
    .map((reason) => ({
      attributes: { ...attributesOf(url), 'kneepoint.close.reason': reason },
      value: closed[reason],
    }))
}
