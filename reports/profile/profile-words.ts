import type { Finding } from '../../models/diagnosis/finding.ts'
import type { ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import { formatShare, formatValue } from '../terminal/format-value.ts'
import { formatCost } from './format-cost.ts'

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
