import { falseAlarmRecord } from '../../models/nightly/false-alarm-record.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { formatChange } from '../terminal/format-value.ts'
import type { ScenarioNight } from './nightly-report.ts'

/** What is to be said about a scenario under the table: the verdict, findings, the A/A record, notes. */
export function nightSentences({ verdict, why, tonight, baseline, notes }: ScenarioNight): string[] {
  const found = tonight?.judgement.findings.filter((each) => each.verdict !== 'ok' && each.why !== why) ?? []
  return [
    why,
    ...found.map((each) => `Also ${each.verdict}: ${each.why}`),
    ...notConfirmed(tonight),
    ...notExcluded(tonight, verdict),
    ...(baseline === null ? [] : [`Baseline: the night of ${baseline.at}${commitText(baseline.commit)}.`]),
    ...measuredAgain(tonight),
    ...notes,
  ]
}

function measuredAgain(tonight: ScenarioNight['tonight']): string[] {
  if (tonight === null || tonight.again === null) return []
  return tonight.third === undefined
    ? ['Measured twice, since the first measurement suggested a change.']
    : [
        'Measured three times, since the first suggested a change that the second neither confirmed nor denied.',
      ]
}

/** What one measurement showed and a later one did not. */
function notConfirmed(tonight: ScenarioNight['tonight']): string[] {
  if (tonight === null || tonight.again === null) return []
  const worse = tonight.metrics.filter(({ answer }) => answer?.answer === 'worse').map(({ metric }) => metric)
  return tonight.judgement.findings
    .filter(({ metric, verdict }) => verdict === 'ok' && worse.includes(metric))
    .map(({ why }) => why)
}

/** Where nothing was found: what could still be there, by the upper ends of the intervals. */
function notExcluded(tonight: ScenarioNight['tonight'], verdict: ScenarioNight['verdict']): string[] {
  if (tonight === null || verdict !== 'ok') return []
  const highs = tonight.metrics.flatMap(({ metric, kind, unit, effect }) =>
    (metric === 'p99' || metric === 'mean') && effect?.high != null && effect.high > 0
      ? [`${metricTitles[metric]} ${formatChange(effect.high, kind, unit)}`]
      : [],
  )
  return highs.length === 0 ? [] : [`Not excluded by the 95 % intervals: up to ${highs.join(', ')}.`]
}

/** How often tonight against itself would have raised an alarm, over all comparable nights. */
export function sameAgainstSameText({ history }: ScenarioNight): string | null {
  if (history.length === 0) return null
  const { nights, alarms, rate, low, high } = falseAlarmRecord(history)
  const percent = (share: number) => (100 * share).toFixed(1)
  return (
    `Tonight against itself: ${count(alarms, 'alarm')} in ${count(nights, 'night')}, ` +
    `${percent(rate)} % [${percent(low)}, ${percent(high)}].`
  )
}

export function commitText(commit: string | null): string {
  return commit === null ? '' : ` (commit ${commit.slice(0, 12)})`
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`
}
