import type { FinishedRun } from '../../models/report/finished-run.ts'
import { bucketCounts } from './openmetrics-buckets.ts'
import {
  type HistogramPoint,
  metricFamilies,
  type MetricFamily,
  type MetricLabels,
} from './openmetrics-families.ts'
import type { ReportFormat } from './report-format.ts'

/**
 * OpenMetrics 1.0 text, which Prometheus reads. Names are those of OpenTelemetry as its "Prometheus compatibility" maps
 * them: `_` for what is no letter or digit, and the unit of times at the end.
 */
export const openMetricsFormat: ReportFormat = {
  name: 'openmetrics',
  mediaType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  fileName: 'openmetrics.txt',
  render: openMetricsText,
}

function openMetricsText(run: FinishedRun): string {
  const createdSeconds = Date.parse(run.report.startedAt) / 1000
  const created = Number.isFinite(createdSeconds) ? createdSeconds : null
  const lines = metricFamilies(run).flatMap((family) => familyLines(family, created))
  return [...lines, '# EOF'].map((line) => `${line}\n`).join('')
}

const types: Readonly<Record<MetricFamily['kind'], string>> = {
  histogram: 'histogram',
  counter: 'counter',
  upDownCounter: 'gauge',
  gauge: 'gauge',
  info: 'info',
  stateset: 'stateset',
}

/** @param created when counting began, in s since the epoch; `null` where that is not known */
function familyLines(family: MetricFamily, created: number | null): string[] {
  const name = `${underscored(family.name)}${family.unit === 's' ? '_seconds' : ''}`
  return [
    `# TYPE ${name} ${types[family.kind]}`,
    ...(family.unit === 's' ? [`# UNIT ${name} seconds`] : []),
    `# HELP ${name} ${escaped(family.help)}`,
    ...family.points.flatMap((point) => {
      if ('histogram' in point) return [...histogramLines(name, point), ...createdLine(name, point, created)]
      const suffix = family.kind === 'counter' ? '_total' : family.kind === 'info' ? '_info' : ''
      const line = sample(`${name}${suffix}`, point.labels, String(point.value))
      return family.kind === 'counter' ? [line, ...createdLine(name, point, created)] : [line]
    }),
  ]
}

function histogramLines(name: string, point: HistogramPoint): string[] {
  const { labels, histogram, boundsSeconds } = point
  let upTo = 0
  const buckets = bucketCounts(point).map((count, i) => {
    upTo += count
    const le = boundsSeconds[i]
    return sample(
      `${name}_bucket`,
      { ...labels, le: le === undefined ? '+Inf' : canonical(le) },
      String(upTo),
    )
  })
  return [
    ...buckets,
    sample(`${name}_count`, labels, String(histogram.count)),
    sample(`${name}_sum`, labels, String(histogram.sumMs / 1000)),
  ]
}

function createdLine(
  name: string,
  point: { readonly labels: MetricLabels },
  created: number | null,
): string[] {
  return created === null ? [] : [sample(`${name}_created`, point.labels, created.toFixed(3))]
}

function sample(name: string, labels: MetricLabels, value: string): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${underscored(label)}="${escaped(text)}"`)
  return `${name}{${pairs.join(',')}} ${value}`
}

/** "Considerations: Canonical Numbers" of the specification. */
function canonical(bound: number): string {
  return Number.isInteger(bound) ? bound.toFixed(1) : String(bound)
}

function underscored(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_')
}

/** Halves of characters, which UTF-8 has no bytes for, are �, and so is NUL, at which Prometheus' parser ends. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cs}\0]/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
}
