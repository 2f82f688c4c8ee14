import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { wrapText } from '../patches/wrap-text.ts'
import { describeSettings } from './describe-settings.ts'
import { formatValue } from './format-value.ts'

/**
 * What to set and why, for a terminal of 80 columns, without a newline at its end.
 *
 * @param standing what the recommendation is worth, such as `Recommendation` or `Withdrawn`
 */
export function recommendationText(recommendation: RecommendArtifact, standing: string): string {
  const { unchanged, settings, reasons, runnersUp } = recommendation
  const title = unchanged
    ? "Recommendation: keep today's settings"
    : `${standing}: ${describeSettings(settings)}`
  const others = runnersUp.map(
    (each) =>
      `Runner-up: ${describeSettings(each.settings)}: P99 ${formatValue(each.p99Ms, 'ms')}, ${each.dialsPerSecond.toFixed(2)} dials/s, ${each.idleConnections.toFixed(1)} idle.`,
  )
  const lines = [...reasons, ...others].flatMap((line) => wrapText(`- ${line}`, 80, '  '))
  return [title, ...lines].join('\n')
}
