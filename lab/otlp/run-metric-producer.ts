import type { HrTime } from '@opentelemetry/api'
import type {
  CollectionResult,
  DataPoint,
  Histogram,
  MetricData,
  MetricProducer,
  ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import { bucketCounts } from '../../reports/formats/openmetrics-buckets.ts'
import type { HistogramPoint, MetricFamily, MetricPoint } from '../../reports/formats/openmetrics-families.ts'
import type { OpenTelemetry } from './open-telemetry.ts'

export interface ProducedMetrics {
  readonly families: readonly MetricFamily[]
  /** When the run began, and as of when its figures are; ms since the epoch. */
  readonly fromMs: number
  readonly atMs: number
}

/** Hands over figures that are ready made: counts and sums as they are, histograms with explicit buckets. */
export class RunMetricProducer implements MetricProducer {
  readonly #openTelemetry: OpenTelemetry
  readonly #produced: ProducedMetrics

  constructor(openTelemetry: OpenTelemetry, produced: ProducedMetrics) {
    this.#openTelemetry = openTelemetry
    this.#produced = produced
  }

  collect(): Promise<CollectionResult> {
    const metrics = this.#produced.families.map((family) => this.#metric(family))
    const resourceMetrics = { resource, scopeMetrics: [{ scope: { name: 'kneepoint' }, metrics }] }
    return Promise.resolve({ resourceMetrics, errors: [] })
  }

  #metric(family: MetricFamily): MetricData {
    const { AggregationTemporality, DataPointType } = this.#openTelemetry.metrics
    const { ValueType } = this.#openTelemetry.api
    const { name, unit, help, kind, points } = family
    const common = {
      descriptor: { name, unit, description: help, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    }
    if (kind === 'histogram') {
      const dataPoints = points.filter(isHistogram).map((point) => this.#point(point, histogramValue(point)))
      return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints }
    }
    const dataPoints = points.flatMap((point) => ('value' in point ? [this.#point(point, point.value)] : []))
    if (kind === 'counter' || kind === 'upDownCounter') {
      return { ...common, dataPointType: DataPointType.SUM, dataPoints, isMonotonic: kind === 'counter' }
    }
    return { ...common, dataPointType: DataPointType.GAUGE, dataPoints }
  }

  #point<Value>({ labels }: MetricPoint, value: Value): DataPoint<Value> {
    const { fromMs, atMs } = this.#produced
    return { startTime: hrTime(fromMs), endTime: hrTime(Math.max(fromMs, atMs)), attributes: labels, value }
  }
}

const resource: ResourceMetrics['resource'] = {
  attributes: { 'service.name': 'kneepoint' },
  merge: (other) => other ?? resource,
  getRawAttributes: () => Object.entries(resource.attributes),
}

function isHistogram(point: MetricPoint): point is HistogramPoint {
  return 'histogram' in point
}

function histogramValue(point: HistogramPoint): Histogram {
  const { histogram, boundsSeconds } = point
  return {
    buckets: { boundaries: [...boundsSeconds], counts: bucketCounts(point) },
    count: histogram.count,
    sum: histogram.sumMs / 1000,
    ...(histogram.count === 0 ? {} : { max: histogram.maxMs / 1000 }),
  }
}

function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000)
  return [seconds, Math.round((ms - 1000 * seconds) * 1e6)]
}
