import type { FinishedRun } from '../../models/report/finished-run.ts'
import { describeSettings } from '../terminal/describe-settings.ts'
import { formatValue } from '../terminal/format-value.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { oneLine } from './one-line.ts'
import type { ReportFormat } from './report-format.ts'
import { type SideFigure, sideFigures } from './side-figures.ts'

/**
 * What github-action-benchmark reads with `tool: customSmallerIsBetter`: its README, "Custom benchmark". Figures that are
 * the better the smaller they are, each with its 95 % interval as `range`.
 */
export const benchmarkFormat: ReportFormat = {
  name: 'benchmark',
  mediaType: 'application/json',
  fileName: 'benchmark.json',
  render: (run) => `${JSON.stringify(benchmarks(run), null, 2)}\n`,
}

/** One point of one chart. */
export interface BenchmarkPoint {
  /** Charts are told apart by it. */
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly range?: string
  /** Shown when the point is pointed at. */
  readonly extra: string
}

/** Without a point where nothing was verified. */
export function benchmarks(run: FinishedRun): BenchmarkPoint[] {
  const name = oneLine(run.report.name)
  return sideFigures(run).flatMap(({ side, metric, unit, value, low, high }) => {
    if (metric === 'throughput') return []
    return [
      {
        name: `${name}/${side}/${metricTitles[metric]}`,
        unit: unit === '1/s' ? 'per second' : unit,
        value,
        ...(low === null || high === null
          ? {}
          : { range: `${formatValue(low, unit)} to ${formatValue(high, unit)} (95 %)` }),
        extra: extraOf(run, side),
      },
    ]
  })
}

function extraOf({ report }: FinishedRun, side: SideFigure['side']): string {
  const { recommendation, verdict, windows, seed, plan } = report
  const settings = side === 'before' ? recommendation?.before : recommendation?.settings
  return [
    ...(settings === undefined ? [] : [describeSettings(settings)]),
    `${verdict.verdict}, ${windows} windows, ${plan}, seed ${seed}`,
    oneLine(report.environment),
  ].join('\n')
}
