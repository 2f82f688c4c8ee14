import type { VerifyPair } from '../../models/artifacts/verify.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { type Measurement, mergeStretches, readMeasurement } from '../../models/measurement/measurement.ts'
import { boundedLabels, type LabelledRow } from './labels.ts'
import type { HistogramPoint, MetricFamily, NumberPoint } from './openmetrics-families.ts'

/** Of `http.client.request.duration`, as the conventions advise. */
const REQUEST_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** The same, and what a pool does in less than 5 ms. */
const FINE_BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, ...REQUEST_BOUNDS]

/** All windows of one side of the verification. */
interface SideTraffic {
  readonly side: 'before' | 'after'
  readonly measured: Measurement
}

/** What was measured with the settings before and after, over all windows; nothing where nothing was verified. */
export function trafficFamilies(pairs: readonly VerifyPair[]): MetricFamily[] {
  if (pairs.length === 0) return []
  const sides = (['before', 'after'] as const).map((side) => ({
    side,
    measured: mergeStretches(pairs.map((pair) => readMeasurement(pair[side].measured))),
  }))
  return [
    ...durationFamilies(sides),
    byRequestFamily(sides),
    ...requestFamilies(sides),
    ...connectionFamilies(sides),
  ]
}

const durations = [
  {
    metric: 'response',
    name: 'http.client.request.duration',
    bounds: REQUEST_BOUNDS,
    help: 'End of the response less the time at which the request was due, of completed requests.',
  },
  {
    metric: 'poolWait',
    name: 'kneepoint.client.connection.wait_time',
    bounds: FINE_BOUNDS,
    help: 'From asking the pool for a connection to getting it, dialing included.',
  },
  {
    metric: 'dial',
    name: 'kneepoint.client.connection.create_time',
    bounds: FINE_BOUNDS,
    help: 'Time to open a connection: TCP and TLS.',
  },
  {
    metric: 'service',
    name: 'kneepoint.client.connection.use_time',
    bounds: FINE_BOUNDS,
    help: 'End of the response less the time at which the request was sent, of completed requests.',
  },
  {
    metric: 'lateness',
    name: 'kneepoint.client.request.lateness',
    bounds: FINE_BOUNDS,
    help: 'How late the load generator handed a request to the pool.',
  },
] as const

function durationFamilies(sides: readonly SideTraffic[]): MetricFamily[] {
  return durations.map(({ metric, name, bounds, help }) => ({
    name,
    unit: 's',
    kind: 'histogram',
    help,
    points: sides.map(({ side, measured }) => ({
      labels: { 'kneepoint.settings': side },
      histogram: measured[metric],
      boundsSeconds: bounds,
    })),
  }))
}

function byRequestFamily(sides: readonly SideTraffic[]): MetricFamily {
  const rows = sides.flatMap(({ side, measured }) =>
    (measured.byRequest ?? []).map(({ name, statusClass, response }) => ({
      labels: {
        'kneepoint.settings': side,
        'kneepoint.request': name,
        'kneepoint.status_class': statusClass,
      },
      count: response.count,
      response,
    })),
  )
  const points = boundedLabels(rows).map((group): HistogramPoint => ({
    labels: group.labels,
    histogram: LatencyHistogram.merge(group.rows.map(({ response }) => response)),
    boundsSeconds: REQUEST_BOUNDS,
  }))
  return {
    name: 'kneepoint.request.duration',
    unit: 's',
    kind: 'histogram',
    help: 'As http.client.request.duration, by name and class of status, failed requests included.',
    points,
  }
}

function requestFamilies(sides: readonly SideTraffic[]): MetricFamily[] {
  return [
    counter('kneepoint.client.requests', '{request}', 'Requests that were due, by what became of them.', {
      sides,
      label: 'kneepoint.outcome',
      countsOf: ({ requests: { completed, failed, dropped } }) => ({ completed, failed, dropped }),
    }),
    counter('kneepoint.client.request.failures', '{failure}', 'Failures by what went wrong.', {
      sides,
      label: 'error.type',
      countsOf: ({ errors }) => errors,
    }),
    counter('kneepoint.client.request.resends', '{request}', 'Requests sent again on another connection.', {
      sides,
      label: 'kneepoint.cause',
      countsOf: ({ requests }) => ({ stale_connection: requests.retried }),
    }),
  ]
}

function connectionFamilies(sides: readonly SideTraffic[]): MetricFamily[] {
  return [
    {
      name: 'http.client.open_connections',
      unit: '{connection}',
      kind: 'upDownCounter',
      help: 'Mean over the measured time; of active ones, service times of completed requests per time.',
      points: byState(sides, ({ measuredMs, connections, service }) => ({
        active: service.sumMs / measuredMs,
        idle: (1000 * connections.idleSeconds) / measuredMs,
      })),
    },
    {
      name: 'kneepoint.client.connections.peak',
      unit: '{connection}',
      kind: 'gauge',
      help: 'Most connections of one window: active, idle, or open in any state.',
      points: byState(sides, ({ connections: { peakBusy, peakIdle, peakOpen } }) => ({
        active: peakBusy,
        idle: peakIdle,
        open: peakOpen,
      })),
    },
    counter('kneepoint.client.connections.given', '{connection}', 'Connections given to requests.', {
      sides,
      label: 'kneepoint.connection.origin',
      countsOf: ({ connections: { dialed, reused } }) => ({ dialed, reused }),
    }),
    counter('kneepoint.client.connections.closed', '{connection}', 'Connections closed, by reason.', {
      sides,
      label: 'kneepoint.close_reason',
      countsOf: ({ connections }) => connections.closed,
    }),
  ]
}

function byState(
  sides: readonly SideTraffic[],
  valuesOf: (measured: Measurement) => Readonly<Record<string, number>>,
): NumberPoint[] {
  return sides.flatMap(({ side, measured }) =>
    Object.entries(valuesOf(measured))
      .filter(([, value]) => Number.isFinite(value))
      .map(([state, value]) => ({
        labels: { 'kneepoint.settings': side, 'http.connection.state': state },
        value,
      })),
  )
}

function counter(
  name: string,
  unit: MetricFamily['unit'],
  help: string,
  of: {
    readonly sides: readonly SideTraffic[]
    readonly label: string
    readonly countsOf: (measured: Measurement) => Readonly<Record<string, number>>
  },
): MetricFamily {
  const rows: LabelledRow[] = of.sides.flatMap(({ side, measured }) =>
    Object.entries(of.countsOf(measured)).map(([value, count]) => ({
      labels: { 'kneepoint.settings': side, [of.label]: value },
      count,
    })),
  )
  const points = boundedLabels(rows).map((group) => ({
    labels: group.labels,
    value: group.rows.reduce((sum, { count }) => sum + count, 0),
  }))
  return { name, unit, kind: 'counter', help, points }
}
