import { exp } from '../random/portable-math.ts'
import { answersFor } from '../report/answers.ts'
import type { ComparedMetric } from '../report/before-after.ts'
import type { MetricName } from './metric-effect.ts'
import type { Finding, NightRecord, NightVerdict } from './night-record.ts'
import type { PastNight } from './past-night.ts'

/** An effect, and half the width of its interval; both as ln(after / before) or in the metric's unit. */
export interface KnownEffect {
  readonly metric?: MetricName
  readonly kind?: ComparedMetric['kind']
  readonly effect: number
  readonly margin: number
}

/** Metrics compared together, each with an interval of 1.96 standard errors; the answers are those of a report. */
export function compared(...known: readonly KnownEffect[]): ComparedMetric[] {
  const untested = known.map(({ metric = 'p99', kind = 'ratio', effect, margin }) => {
    const onScale = (value: number) => (kind === 'ratio' ? exp(value) - 1 : value)
    return {
      metric,
      kind,
      unit: metric === 'failureRate' ? ('share' as const) : ('ms' as const),
      effect: {
        before: 10,
        after: 10 + onScale(effect),
        change: onScale(effect),
        low: onScale(effect - margin),
        high: onScale(effect + margin),
        margin,
        pValue: twoSidedP((1.96 * Math.abs(effect)) / margin),
      },
    }
  })
  const answers = answersFor(untested.map(({ effect }) => effect))
  return untested.map((metric, i) => ({ ...metric, answer: answers[i] ?? null }))
}

/** Normal tail by 7.1.26 of Abramowitz and Stegun, to 1.5e-7: exactly 5 % at 1.96 is not wanted here. */
function twoSidedP(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const series = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
  return Math.min(1, t * series * exp(-x * x))
}

export interface KnownNight {
  readonly metrics?: readonly ComparedMetric[]
  readonly same?: readonly ComparedMetric[]
  readonly verdict?: NightVerdict
  readonly findings?: readonly Finding[]
  readonly falseAlarm?: boolean
  readonly against?: NightRecord['against']
  readonly fingerprint?: string
  readonly scenarioHash?: string
}

export function pastNight({
  metrics = [],
  same = [],
  verdict = 'ok',
  findings = [],
  falseAlarm = false,
  against = 'pinned',
  fingerprint = 'this machine',
  scenarioHash = 'this scenario',
}: KnownNight = {}): PastNight {
  return {
    scenarioHash,
    environment: { fingerprint, runtime: 'node', platform: 'linux', cpu: 'one', cores: 2 },
    against,
    metrics,
    sameAgainstSame: same,
    judgement: { verdict, why: '', findings, falseAlarm },
  }
}

/** A night in which the P99 differed so from the baseline and from itself. */
export function nightOfP99(effect: number, ofSame: number, more: KnownNight = {}): PastNight {
  const metrics = compared({ effect, margin: 0.02 })
  return pastNight({ metrics, same: compared({ effect: ofSame, margin: 0.02 }), ...more })
}
