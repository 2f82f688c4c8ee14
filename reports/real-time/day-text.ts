import type { DaySummary } from '../../models/real-time/day-tally.ts'
import type { Gap } from '../../models/real-time/minute-entry.ts'
import type { RealTimePlan } from '../../models/real-time/real-time-plan.ts'
import { fitText } from '../terminal/fit-text.ts'
import { formatMoment, formatValue } from '../terminal/format-value.ts'

const COLUMNS = 80

/** What came of a day, in two or three lines of up to 80 columns, without a newline at the end. */
export function dayText(summary: DaySummary, plan: RealTimePlan): string {
  const { day, minutes, requests, failed, meanMs, p99Ms, worst, dialed } = summary
  const answered =
    meanMs === null || p99Ms === null
      ? 'nothing was answered'
      : `mean ${formatValue(meanMs, 'ms')}, P99 ${formatValue(p99Ms, 'ms')}`
  const ofWorst =
    worst === null
      ? ''
      : `; worst minute ${formatMoment(worst.minute * plan.minuteMs)} with ${formatValue(worst.p99Ms, 'ms')}`
  return [
    `day ${day}: ${minutes} min, ${requests} requests, ${failed} failed, ${dialed} dials`,
    `  ${answered}${ofWorst}`,
    ...[...targetParts(summary), ...disturbances(summary)].flatMap((part) =>
      fitText(part, COLUMNS - 2, '  ').map((line) => `  ${line}`),
    ),
  ].join('\n')
}

function targetParts({ rssPeakBytes, gcPauses, gcTotalMs, gcMaxMs, targetRestarts }: DaySummary): string[] {
  const longest = gcMaxMs === null ? '' : `, longest ${formatValue(gcMaxMs, 'ms')}`
  const parts = [
    ...(rssPeakBytes === null ? [] : [`RSS peak ${formatValue(rssPeakBytes, 'bytes')}`]),
    ...(gcPauses === null || gcTotalMs === null
      ? []
      : [`${gcPauses} GC pauses of ${formatValue(gcTotalMs, 'ms')} together${longest}`]),
    ...(targetRestarts === 0 ? [] : [`${targetRestarts} restart${targetRestarts === 1 ? '' : 's'}`]),
  ]
  return parts.length === 0 ? [] : [`target: ${parts.join(', ')}`]
}

function disturbances({ gaps, lateMinutes }: DaySummary): string[] {
  return [
    ...(gaps.length === 0 ? [] : [`gaps: ${gaps.length}, ${formatGapLength(totalMs(gaps))} together`]),
    ...(lateMinutes === 0
      ? []
      : [`requests went out late in ${lateMinutes} minute${lateMinutes === 1 ? '' : 's'}`]),
  ]
}

function totalMs(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { fromEpochMs, toEpochMs }) => sum + toEpochMs - fromEpochMs, 0)
}

/** Such as 5 s, 12 min, 3.5 h. */
export function formatGapLength(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(0)} s`
  return ms < 3_600_000 ? `${(ms / 60_000).toFixed(0)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}
