import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { Finding } from '../../models/diagnosis/finding.ts'
import type { ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import { formatRate, formatShare, formatValue } from '../terminal/format-value.ts'
import type { HealthRow } from '../../models/diagnosis/judge-health.ts'
import { formatCost, plainCount } from './format-cost.ts'
import { healthFigure } from './profile-tables.ts'

export function findingsHeadline(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing stands out: no rule finds anything wrong with the target.'
  return findings.length === 1 ? 'What is wrong:' : 'What is wrong, the most likely cause first:'
}

export function profiledWords({ unit, busy, durationMs }: ProfileView): string {
  const cost = formatCost(busy, unit)
  if (unit === 'bytes') return `${cost} were sampled.`
  if (unit === 'count') return `${cost} were counted.`
  if (durationMs === null || durationMs <= 0) return `The CPU was busy for ${cost}.`
  return `The CPU was busy for ${cost} of the ${formatValue(durationMs, 'ms')} that were profiled, ${formatShare(busy / 1000 / durationMs)}.`
}

/** Under which load, on what: ends a sentence that begins with what was done. */
export function loadWords({ load, runtime }: Pick<ProfileArtifact, 'load' | 'runtime'>): string {
  if (load === null) return 'without load.'
  const { rate, durationMs, completed } = load
  const at = rate === null ? 'under load' : `at ${formatRate(rate)}`
  const on = runtime === null ? '' : ` on ${runtime}`
  return `${at}${on}, ${(durationMs / 1000).toFixed(1)} s with ${plainCount(completed)} answers.`
}

/** Which check failed, by how much, and what that means. */
export function breachWords(row: HealthRow): string {
  return `${row.title} is ${healthFigure(row, row.value)}, from ${healthFigure(row, row.breachAt)} on a breach: ${row.meaning}`
}
