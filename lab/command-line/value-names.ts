import { comparedMetrics } from '../../models/compare/compared-source.ts'
import type { CsvTableName } from '../../reports/formats/csv-tables.ts'
import type { Driver } from '../../workers/connection.ts'
import type { Varied } from '../knee/vary-plan.ts'

// What flags accept by name. Most modules that know these names take long to import, so the names are written here
// once more; a test holds both alike.

export const driverNames: readonly Driver[] = ['undici', 'wire']

export const arrivalKinds = ['constant', 'poisson'] as const

export const autotuneModes = ['apply', 'shadow'] as const

export const variedNames: readonly Varied[] = ['workers', 'connections', 'pods']

export const curveShapes = ['concave', 'convex'] as const

export const curveDirections = ['increasing', 'decreasing'] as const

/** Metrics of the target are shown, and not tested. */
export const testedMetricNames: readonly string[] = comparedMetrics.filter(
  (metric) => metric !== 'rssPeak' && metric !== 'gcPause',
)

export const tableNames: readonly CsvTableName[] = [
  'metrics',
  'blocks',
  'sweep',
  'latency',
  'surface',
  'timeline',
]

/** Formats of a report, with what each is, in the order in which they are listed. */
export const reportFormatTexts: Readonly<Record<string, string>> = {
  text: 'as in a terminal (the default)',
  md: 'GitHub-flavoured Markdown',
  json: 'one document, with a schema',
  csv: 'one table, for a spreadsheet',
  ndjson: 'one event a line',
  junit: 'XML for CI servers',
  github: 'annotations, and the summary of a step',
  benchmark: 'github-action-benchmark',
  bencher: 'Bencher Metric Format',
  openmetrics: 'text that Prometheus reads',
  hgrm: 'percentiles of both sides, as HdrHistogram prints them',
  'hgrm-before': 'of one side, for plotters',
  'hgrm-after': 'of the other',
  html: 'one page, with charts',
  hlog: 'HdrHistogram log',
}
