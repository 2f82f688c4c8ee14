import type { RatedConstraint, RatedSettings, RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { constraintTitles } from '../wording/constraint-titles.ts'
import { describeSettings } from './describe-settings.ts'
import { fitText } from './fit-text.ts'
import { formatChange, formatValue, signed } from './format-value.ts'
import { plainPaint } from './paint.ts'

const COLUMNS = 80

/**
 * What to set and why, for a terminal of 80 columns, without a newline at its end.
 *
 * @param standing what the recommendation is worth, such as `Recommendation` or `Withdrawn`
 * @param paintTitle for the lines that say so
 */
export function recommendationText(
  recommendation: RecommendArtifact,
  standing: string,
  paintTitle: (text: string) => string = plainPaint.strong,
): string {
  const { unchanged, settings, reasons, runnersUp, chosen, constraints = [], robustness } = recommendation
  const title = unchanged
    ? "Recommendation: keep today's settings"
    : `${standing}: ${describeSettings(settings)}`
  const points = [
    ...reasons,
    ...constraintPoints(constraints),
    ...(robustness?.sentences ?? []),
    ...runnersUp.map((each) => runnerUpText(each, chosen)),
  ]
  return [
    ...fitText(title, COLUMNS, '  ').map(paintTitle),
    ...points.flatMap((point) => fitText(`- ${point}`, COLUMNS, '  ')),
  ].join('\n')
}

/** Those that are kept in few words, and those that are not in a sentence each. */
function constraintPoints(constraints: readonly RatedConstraint[]): string[] {
  const kept = constraints.filter(({ holds }) => holds)
  const broken = constraints.filter(({ holds }) => !holds)
  const binding = kept.filter(({ binds }) => binds).map(({ name }) => constraintTitles[name])
  const list = kept.map(({ name, figures }) => `${constraintTitles[name]} ${figures}`).join('; ')
  const binds =
    binding.length === 0
      ? 'None of them binds.'
      : `What binds: ${new Intl.ListFormat('en-GB').format(binding)}.`
  return [
    ...(kept.length === 0 ? [] : [`Constraints kept: ${list}. ${binds}`]),
    ...broken.map(({ sentence }) => `Constraint not kept: ${sentence}`),
  ]
}

/** What others would cost against the chosen ones. */
function runnerUpText(other: RatedSettings, chosen: RatedSettings): string {
  const p99 = formatChange(other.p99Ms - chosen.p99Ms, 'difference', 'ms')
  const share = formatChange(other.p99Ms / chosen.p99Ms - 1)
  const dials = formatChange(other.dialsPerSecond - chosen.dialsPerSecond, 'difference', '1/s')
  const idleChange = signed(other.idleConnections - chosen.idleConnections, 1)
  return (
    `Runner-up: ${describeSettings(other.settings)}: ${p99} P99 (${share}), ${dials.replace('/s', '')} dials/s, ` +
    `${idleChange} idle connections (P99 ${formatValue(other.p99Ms, 'ms')}).`
  )
}
