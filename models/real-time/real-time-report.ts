import { failureRate, type Measurement } from '../measurement/measurement.ts'
import type { StoredPoolSettings } from '../pool/settings.ts'
import { type ComparedMetric, compareBeforeAfter } from '../report/before-after.ts'
import type { Verdict } from '../report/report.ts'
import { evaluateThresholds } from '../thresholds/evaluate-thresholds.ts'
import type { ThresholdResult } from '../thresholds/threshold.ts'
import type { DaySummary } from './day-tally.ts'
import type { Gap } from './minute-entry.ts'
import type { RealTimeArtifact } from './real-time-artifact.ts'
import { minutesIn, type RealTimePlan, type RealTimeSide } from './real-time-plan.ts'
import type { RealTimeTally, SideTotals } from './real-time-tally.ts'

export const REAL_TIME_SCHEMA_VERSION = 1

/** Everything that a run in real time found, ready to be shown. */
export interface RealTimeReport extends RealTimeIdentity {
  /** Rises when a field is taken away or changes its meaning. */
  readonly schemaVersion: typeof REAL_TIME_SCHEMA_VERSION
  /** Whether the figures can be trusted. */
  readonly verdict: Verdict
  readonly plan: RealTimePlan
  /** Of the schedule, measured so far, and in all. */
  readonly minutes: { readonly measured: number; readonly planned: number; readonly late: number }
  /** By the wall clock; `null` before a minute was measured. */
  readonly span: { readonly fromEpochMs: number; readonly toEpochMs: number } | null
  /** Today's settings first. */
  readonly sides: readonly SideReport[]
  readonly days: readonly DaySummary[]
  /** Blocks that the comparison is made of, half as many pairs. */
  readonly pairs: number
  /** Today's settings before, the recommended ones after; empty where one side was sent, or no pair is whole. */
  readonly beforeAfter: readonly ComparedMetric[]
  readonly gaps: readonly Gap[]
  /** Over the recommended settings where they were sent, else today's. */
  readonly thresholds: readonly ThresholdResult[]
  readonly notes: readonly string[]
}

/** Which run it is, and where it was made. */
export interface RealTimeIdentity {
  readonly name: string
  /** What all randomness came from. */
  readonly seed: number
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** SHA-256, in hex. */
  readonly scenarioHash: string
  /** What goes on with it, or does the same again where it is done. */
  readonly command: string
  /** Runtime, cores and processor, as people read them. */
  readonly environment: string
}

/** All that was sent through one side's settings, the minutes in which pools filled included. */
export interface SideReport {
  readonly side: RealTimeSide
  readonly settings: StoredPoolSettings
  /** The run that recommended them; `null` for today's. */
  readonly fromRun: string | null
  readonly minutes: number
  readonly requests: number
  /** Dropped ones too. */
  readonly failed: number
  /** Share of the requests; 0 where there were none. */
  readonly failureRate: number
  /** `null` where nothing was answered. */
  readonly meanMs: number | null
  readonly p99Ms: number | null
  readonly dialed: number
  /** Written to connections, and what the target counted meanwhile, where it tells. */
  readonly sent: number
  readonly requestsReceived: number | null
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
  readonly gcMaxMs: number | null
  /** Whether the P99 and the failures are within the scenario's objective. */
  readonly meetsSlo: boolean
  /** Kinds of errors with how often each was seen. */
  readonly errors: Readonly<Record<string, number>>
}

/** More late minutes than this share, and the figures say more of the generator than of the target. */
const MOST_LATE_SHARE = 0.05

/** Computes the report of as much as has been measured. */
export function buildRealTimeReport(
  identity: RealTimeIdentity,
  artifact: RealTimeArtifact,
  tally: RealTimeTally,
): RealTimeReport {
  const { plan, today, recommended } = artifact
  const sides = [
    ...describeSide('today', today, null, tally, artifact),
    ...(recommended === null
      ? []
      : describeSide('recommended', recommended.settings, recommended.fromRun, tally, artifact)),
  ]
  const { pairs, firstEpochMs, lastEndEpochMs } = tally
  return {
    ...identity,
    schemaVersion: REAL_TIME_SCHEMA_VERSION,
    verdict: judge(plan, tally, sides),
    plan,
    minutes: { measured: tally.minutes, planned: minutesIn(plan), late: tally.lateMinutes },
    span:
      firstEpochMs === null || lastEndEpochMs === null
        ? null
        : { fromEpochMs: firstEpochMs, toEpochMs: lastEndEpochMs },
    sides,
    days: tally.days,
    pairs: pairs.length,
    beforeAfter: pairs.length === 0 ? [] : compareBeforeAfter(pairs, { seed: identity.seed }),
    gaps: tally.days.flatMap(({ gaps }) => gaps),
    thresholds: judgeThresholds(artifact, tally),
    notes: artifact.notes,
  }
}

function describeSide(
  side: RealTimeSide,
  settings: StoredPoolSettings,
  fromRun: string | null,
  tally: RealTimeTally,
  { slo }: RealTimeArtifact,
): SideReport[] {
  const totals = tally.side(side)
  if (totals === null) return []
  const { measurement, target, minutes } = totals
  const { requests, response, connections, whole, errors } = measurement
  const isAnswered = response.count > 0
  const p99Ms = isAnswered ? response.quantileMs(0.99) : null
  return [
    {
      side,
      settings,
      fromRun,
      minutes,
      requests: requests.due,
      failed: requests.failed + requests.dropped,
      failureRate: failureRate(measurement),
      meanMs: isAnswered ? response.meanMs : null,
      p99Ms,
      dialed: connections.dialed,
      sent: whole.sent,
      requestsReceived: target.requestsReceived,
      rssPeakBytes: target.rssPeakBytes,
      gcPauses: target.gcPauses,
      gcTotalMs: target.gcTotalMs,
      gcMaxMs: target.gcMaxMs,
      meetsSlo: p99Ms !== null && p99Ms <= slo.p99Ms && failureRate(measurement) <= slo.failureRate,
      errors,
    },
  ]
}

/** The settings that it is about: those to be set, where they were sent. */
function judgedSide(tally: RealTimeTally): SideTotals | null {
  return tally.side('recommended') ?? tally.side('today')
}

function judgeThresholds({ thresholds }: RealTimeArtifact, tally: RealTimeTally): readonly ThresholdResult[] {
  const measurement: Measurement | undefined = judgedSide(tally)?.measurement
  return measurement === undefined ? [] : evaluateThresholds(thresholds, measurement)
}

function judge(plan: RealTimePlan, tally: RealTimeTally, sides: readonly SideReport[]): Verdict {
  const planned = minutesIn(plan)
  const { minutes, lateMinutes } = tally
  if (minutes < planned) {
    const why = `${minutes} of ${planned} minutes of the schedule were measured`
    return { verdict: 'INCOMPLETE', why, advice: 'go on with it' }
  }
  if (lateMinutes > MOST_LATE_SHARE * minutes) {
    return {
      verdict: 'GENERATOR_BOUND',
      why: `in ${lateMinutes} of ${minutes} minutes requests went out more than 20 ms late (P99)`,
      advice: 'give the load generator a machine with less to do',
    }
  }
  if (sides.every(({ requests, failed }) => requests === failed)) {
    return { verdict: 'TARGET_ERRORS', why: 'no request was answered', advice: 'look at the target' }
  }
  const late = lateMinutes === 0 ? 'none' : String(lateMinutes)
  return { verdict: 'VALID', why: `${minutes} minutes, of which ${late} had late requests`, advice: null }
}
