import type { ComparedMetric } from '../report/before-after.ts'
import { findDrift } from './drift.ts'
import { EffectHistory } from './effect-history.ts'
import {
  type Evidence,
  sayDrift,
  sayGateTooWide,
  sayImprovement,
  sayNotMeasuredAgain,
  sayOk,
  sayOpen,
  sayRegression,
  sayWithoutInterval,
} from './finding-sentence.ts'
import { gateOf, widestGateOf } from './gate.ts'
import { isJudged, onScale } from './metric-effect.ts'
import type { Finding, NightJudgement, NightRecord } from './night-record.ts'
import { type Confirmation, confirmationOf, passageOf } from './passage.ts'
import type { PastNight } from './past-night.ts'
import { needsAgain } from './suspect.ts'

export interface NightToJudge {
  /** Tonight against the baseline. */
  readonly metrics: readonly ComparedMetric[]
  /** The same, measured a second time; `null` where `needsAgain` did not ask for it. */
  readonly again: readonly ComparedMetric[] | null
  /** The same, measured a third time; left out where `needsThird` did not ask for it. */
  readonly third?: readonly ComparedMetric[]
  /** Tonight against itself. */
  readonly sameAgainstSame: readonly ComparedMetric[]
  /** Nights of before, oldest first; those under the conditions of the newest count. */
  readonly history: readonly PastNight[]
  readonly against: NightRecord['against']
}

/**
 * What tonight says. A regression is a metric that passes the gate for the worse in two measurements; an improvement
 * one that passes it for the better. Where the second measurement can neither confirm nor deny what the first found, the
 * third decides; where that cannot either, nor where the gate is too wide to say anything, it is unknown. Where the gate lets nothing through, a change point of the history is a drift.
 * A regression is told again every night until it is gone or another night is pinned, which the gate and the change points
 * then start from; a drift for two weeks (`findDrift`), after which its level counts as accepted.
 *
 * Whether tonight against itself passes the gate is told too: there nothing can have changed, so how often it does is
 * how often one measurement gives a false alarm.
 */
export function judgeNight(night: NightToJudge): NightJudgement {
  const past = new EffectHistory(night.history, night.against)
  const findings = night.metrics.filter(isJudged).map((metric) => findingOf(metric, night, past))
  return {
    ...conclusionOf(findings),
    findings,
    falseAlarm: needsAgain(night.sameAgainstSame, night.history, 'interleaved'),
  }
}

type Conclusion = Pick<NightJudgement, 'verdict' | 'why'>

/** What is said of the night where metrics differ: the first that any of them has. */
const PRECEDENCE = ['regression', 'drift', 'unknown', 'improvement'] as const

function conclusionOf(findings: readonly Finding[]): Conclusion {
  if (findings.length === 0) return { verdict: 'unknown', why: 'Nothing was compared with a baseline.' }
  for (const verdict of PRECEDENCE) {
    const finding = findings.find((each) => each.verdict === verdict)
    if (finding !== undefined) return { verdict, why: finding.why }
  }
  return { verdict: 'ok', why: 'Nothing differs from the baseline by more than its gate.' }
}

function findingOf(metric: ComparedMetric, night: NightToJudge, past: EffectHistory): Finding {
  const { gate, noise } = gateOf(metric, past)
  const finding = { metric: metric.metric, gate, noise }
  const first = passageOf(metric, gate)
  const { again, confirmation } = first === 'worse' ? laterOf(metric, gate, night) : NOT_MEASURED_AGAIN
  const drift = findDrift(metric, past)
  const evidence: Evidence = { metric, gate, again, drift }
  if (metric.answer === null) return { ...finding, verdict: 'unknown', why: sayWithoutInterval(evidence) }
  if (first === 'better') return { ...finding, verdict: 'improvement', why: sayImprovement(evidence) }
  if (confirmation === 'confirmed') return { ...finding, verdict: 'regression', why: sayRegression(evidence) }
  if (drift !== null) return { ...finding, verdict: 'drift', why: sayDrift(evidence) }
  if (confirmation === 'open') {
    const hasAnswer = (again?.answer ?? null) !== null
    return { ...finding, verdict: 'unknown', why: (hasAnswer ? sayOpen : sayNotMeasuredAgain)(evidence) }
  }
  if (gate > widestGateOf(metric)) return { ...finding, verdict: 'unknown', why: sayGateTooWide(evidence) }
  return { ...finding, verdict: 'ok', why: sayOk(evidence) }
}

interface Later {
  readonly again: ComparedMetric | null
  /** `null` where there was nothing to confirm. */
  readonly confirmation: Confirmation | null
}

const NOT_MEASURED_AGAIN: Later = { again: null, confirmation: null }

/** The second measurement of a metric that was worse, or the third where the second left it open. */
function laterOf(metric: ComparedMetric, gate: number, { again, third }: NightToJudge): Later {
  const measured = (metrics: readonly ComparedMetric[] | null): Later => {
    const later = onScale(metrics ?? [], metric)
    return { again: later, confirmation: confirmationOf(metric, later, gate) }
  }
  const second = measured(again)
  return second.confirmation === 'open' && third !== undefined ? measured(third) : second
}
