import type { Finding } from '../../models/nightly/night-record.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import { formatChange, formatInterval, formatSize, formatValue } from '../terminal/format-value.ts'
import type { ScenarioNight } from './nightly-report.ts'

export const nightHead = ['Scenario', 'P99', 'change', '95 % interval', 'gate', 'verdict'] as const

/** A scenario's cells under `nightHead`. */
export function nightRow({ scenario, verdict, tonight }: ScenarioNight): string[] {
  const p99 = tonight?.metrics.find(({ metric }) => metric === 'p99')
  if (tonight === null || p99 === undefined || p99.effect === null) {
    return [scenario, formatValue(tonightP99Ms(tonight), 'ms'), NONE, NONE, NONE, verdict]
  }
  const { before, after, change, low, high } = p99.effect
  return [
    scenario,
    `${formatValue(before, 'ms').replace(/ ms$/, '')} → ${formatValue(after, 'ms')}`,
    change === null ? NONE : formatChange(change, p99.kind, p99.unit),
    formatInterval(low, high, p99.kind, p99.unit),
    gateText(tonight.judgement.findings, p99),
    verdict,
  ]
}

/** How large a change of a metric has to be before anything is said; an en dash where that is not known. */
function gateText(findings: readonly Finding[], { metric, kind, unit }: ComparedMetric): string {
  const finding = findings.find((each) => each.metric === metric)
  if (finding === undefined || !Number.isFinite(finding.gate)) return NONE
  return formatSize(kind === 'ratio' ? Math.expm1(finding.gate) : finding.gate, kind, unit)
}

export const NONE = '–'

/** Of a night without a comparison: its comparison with itself holds the figure. NaN where there is none. */
function tonightP99Ms(tonight: ScenarioNight['tonight']): number {
  return tonight?.sameAgainstSame.find(({ metric }) => metric === 'p99')?.effect?.before ?? Number.NaN
}
