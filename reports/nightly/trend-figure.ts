import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import { isTelling } from '../../models/nightly/conditions.ts'
import { findDrift } from '../../models/nightly/drift.ts'
import { EffectHistory } from '../../models/nightly/effect-history.ts'
import { effectOf, onScale } from '../../models/nightly/metric-effect.ts'
import type { Finding, NightRecord } from '../../models/nightly/night-record.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { ScenarioNight } from './nightly-report.ts'

/** One metric of one scenario, night by night. */
export interface TrendFigure {
  readonly metric: ComparedMetric['metric']
  readonly kind: ComparedMetric['kind']
  readonly unit: ComparedMetric['unit']
  /** Oldest first. */
  readonly nights: readonly TrendNight[]
  /** How large a change has to be tonight before anything is said, on the scale of `change`; `null` where not known. */
  readonly gate: number | null
  /** Number of the first night after the newest change point, from 0; `null` where there is none. */
  readonly changedFrom: number | null
}

export interface TrendNight {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly commit: string | null
  /** `baseline` in a night that was pinned, which has no change. */
  readonly verdict: Finding['verdict'] | 'baseline'
  /** Against the baseline: relative, or a difference in the unit; `null` where there is none. */
  readonly change: number | null
  readonly low: number | null
  readonly high: number | null
  /** In the unit; `null` where there is none. */
  readonly value: number | null
}

const TREND_METRICS = ['p99', 'mean', 'failureRate', 'dialsPerSecond'] as const

/** The trends of a scenario, over the nights that were compared in the same way as the last one. */
export function trendFigures({ history }: ScenarioNight): TrendFigure[] {
  const latest = history.at(-1)
  if (latest === undefined) return []
  const nights = history.filter((night) => night.against === latest.against)
  return TREND_METRICS.flatMap((name) => {
    const newest = nights.findLast((night) => metricOf(night, name) !== null)
    const metric = newest === undefined ? null : metricOf(newest, name)
    return newest === undefined || metric === null ? [] : [trendOf(metric, newest, nights)]
  })
}

function trendOf(metric: ComparedMetric, newest: NightRecord, nights: readonly NightRecord[]): TrendFigure {
  const { kind, unit } = metric
  const points = nights.map((night) => trendNight(night, metric))
  const finding = newest.judgement.findings.find((each) => each.metric === metric.metric)
  const gate = finding === undefined || !Number.isFinite(finding.gate) ? null : finding.gate
  return {
    metric: metric.metric,
    kind,
    unit,
    nights: points,
    gate: gate === null || kind === 'difference' ? gate : Math.expm1(gate),
    changedFrom: changedFrom(metric, newest, nights),
  }
}

function trendNight(night: NightRecord, { metric: name, kind }: ComparedMetric): TrendNight {
  const { at, commit, judgement } = night
  const metric = metricOf(night, name)
  const effect = metric?.kind === kind ? metric.effect : null
  const finding = judgement.findings.find((each) => each.metric === name)
  return {
    at,
    commit,
    verdict: judgement.verdict === 'baseline' ? 'baseline' : (finding?.verdict ?? 'unknown'),
    change: effect?.change ?? null,
    low: effect?.low ?? null,
    high: effect?.high ?? null,
    value: finiteOrNull(effect?.after ?? sameOf(night, name)?.before ?? Number.NaN),
  }
}

/** A change point counts comparable nights from the end: since the last pinned one, with an effect. */
function changedFrom(
  metric: ComparedMetric,
  newest: NightRecord,
  nights: readonly NightRecord[],
): number | null {
  if (!isTelling(newest)) return null
  const before = nights.slice(0, nights.indexOf(newest))
  const drift = findDrift(metric, new EffectHistory(before, newest.against))
  if (drift === null) return null
  const counted = nights.flatMap((night, i) => {
    const compared = onScale(night.metrics, metric)
    return isTelling(night) && compared !== null && effectOf(compared) !== null ? [i] : []
  })
  return counted.at(-drift.nights) ?? null
}

function metricOf(night: NightRecord, name: ComparedMetric['metric']): ComparedMetric | null {
  return night.metrics.find(({ metric, effect }) => metric === name && effect !== null) ?? null
}

function sameOf(night: NightRecord, name: ComparedMetric['metric']): ComparedMetric['effect'] {
  return night.sameAgainstSame.find(({ metric }) => metric === name)?.effect ?? null
}
