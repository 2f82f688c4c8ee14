import type { FitArtifact } from '../artifacts/fit.ts'
import type { ProbeArtifact } from '../artifacts/probe.ts'
import type { RecommendArtifact } from '../artifacts/recommend.ts'
import type { SimulateArtifact } from '../artifacts/simulate.ts'
import type { SweepArtifact } from '../artifacts/sweep.ts'
import type { VerifyArtifact, VerifyBlock } from '../artifacts/verify.ts'
import { isGeneratorBound } from '../measurement/generator-health.ts'
import { readMeasurement, type StoredMeasurement } from '../measurement/measurement.ts'
import { rises } from '../measurement/stationarity.ts'
import { type Misfit, readMisfit } from '../simulate/misfit.ts'
import { type ComparedMetric, compareBeforeAfter } from './before-after.ts'
import { comparePredictions, overallFailureRate, type PredictedMeasured } from './compare-predictions.ts'
import { type Conclusion, conclude } from './conclusion.ts'
import { explainMisses, type Misses } from './explain-misses.ts'
import { keepLedger, type Ledger } from './ledger.ts'
import { poolsAlike } from './pools-alike.ts'
import { describeResult } from '../thresholds/describe-result.ts'
import type { Threshold, ThresholdResult } from '../thresholds/threshold.ts'
import { describeStages, type VerifiedStages } from './verified-stages.ts'
import { verifyThresholds } from './verify-thresholds.ts'

export const REPORT_SCHEMA_VERSION = 1

/** Everything that a run found, ready to be shown; `null` where the run has not come that far. */
export interface Report {
  /** Rises when a field is taken away or changes its meaning. */
  readonly schemaVersion: typeof REPORT_SCHEMA_VERSION
  /** Of the scenario. */
  readonly name: string
  /** What all randomness came from. */
  readonly seed: number
  /** `quick` for a short run. */
  readonly plan: 'full' | 'quick'
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Runs of the same hash sent the same schedule. SHA-256, in hex. */
  readonly scenarioHash: string
  /** What does the same run again. */
  readonly command: string
  /** Runtime, cores and processor, as people read them. */
  readonly environment: string
  /** What this machine's load generator was found to be able to do; `null` where that was not measured. */
  readonly generator: GeneratorCapacity | null
  /** Whether the figures can be trusted. */
  readonly verdict: Verdict
  /** How many requests per second the target takes. */
  readonly capacity: FitArtifact['knee'] | null
  /** How far the model that the recommendation rests on is from what it was fitted to. */
  readonly misfit: Misfit | null
  /** The longest idle timeout with which the server does not close first. */
  readonly safeIdleTimeout: SimulateArtifact['safeIdleTimeout'] | null
  /** What to set, and why. */
  readonly recommendation: RecommendArtifact | null
  /** Today's settings against the recommended ones, on sockets. */
  readonly beforeAfter: readonly ComparedMetric[]
  /** What the simulator said of the verified windows, beside what was measured. */
  readonly predictions: readonly PredictedMeasured[]
  /** Windows of the schedule that were sent with both settings. */
  readonly windows: number
  /** How many windows there are, and why; `null` where no precision was wanted. */
  readonly stages: VerifiedStages | null
  /** Whether the recommended settings are better, by the P99. */
  readonly conclusion: Conclusion | null
  /** Predicted against measured for each window. */
  readonly misses: Misses
  /** What was sent and opened, beside what the target counted. */
  readonly ledger: Ledger
  /** What the scenario asks of the recommended settings; none before they were verified. */
  readonly thresholds: readonly ThresholdResult[]
  /** What a whole run has and this one lacks, one clause each. */
  readonly missing: readonly string[]
}

/** The highest rate at which one load thread kept its schedule against a target that answers at once. */
export interface GeneratorCapacity {
  /** What spoke HTTP. */
  readonly driver: string
  /** Requests per second. */
  readonly highestRate: number
  /** 99th percentile of how late requests went out at that rate. */
  readonly latenessP99Ms: number
  /** ISO 8601, UTC. */
  readonly measuredAt: string
}

/** Whether the figures can be trusted, and the figure that decided it. */
export interface Verdict {
  /** `VALID`, or what is wrong: the load generator was late, the target failed, figures drifted, or the run is not at its end. */
  readonly verdict: 'VALID' | 'GENERATOR_BOUND' | 'TARGET_ERRORS' | 'UNSTABLE' | 'INCOMPLETE'
  /** The figure that decided it. */
  readonly why: string
  /** What to change, or `null`. */
  readonly advice: string | null
}

export interface ReportInput {
  readonly name: string
  readonly seed: number
  readonly plan: 'full' | 'quick'
  readonly startedAt: string
  readonly scenarioHash: string
  readonly command: string
  readonly environment: string
  readonly generator: GeneratorCapacity | null
  /** Of the scenario, as the run began with them. */
  readonly thresholds: readonly Threshold[]
  readonly probe: ProbeArtifact | null
  readonly sweep: SweepArtifact | null
  readonly fit: FitArtifact | null
  readonly simulate: SimulateArtifact | null
  readonly recommend: RecommendArtifact | null
  readonly verify: VerifyArtifact | null
}

/** Share of late blocks on both sides, beyond which the comparison is not trusted. */
const TOLERATED_LATE_SHARE = 0.25
const TOLERATED_FAILURES = 0.05

/** Computes the report of a run from what its stages left. */
export function buildReport(input: ReportInput): Report {
  const pairs = input.verify?.pairs ?? []
  const firstPairs = input.verify?.design?.firstPairs
  const options = { seed: input.seed, ...(firstPairs === undefined ? {} : { firstPairs }) }
  const beforeAfter = pairs.length === 0 ? [] : compareBeforeAfter(pairs, options)
  const thresholds = verifyThresholds(input.thresholds, input.verify)
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    name: input.name,
    seed: input.seed,
    plan: input.plan,
    startedAt: input.startedAt,
    scenarioHash: input.scenarioHash,
    command: input.command,
    environment: input.environment,
    generator: input.generator,
    verdict: judge(input, thresholds),
    capacity: input.fit?.knee ?? null,
    misfit: input.fit === null ? null : readMisfit(input.fit.misfit),
    safeIdleTimeout: input.simulate?.safeIdleTimeout ?? null,
    recommendation: input.recommend,
    beforeAfter,
    predictions: comparePredictions(pairs),
    windows: pairs.length,
    stages: describeStages(input.verify, options),
    conclusion: conclude(beforeAfter, poolsAlike(pairs)),
    misses: explainMisses(pairs),
    ledger: keepLedger(input.sweep, input.verify),
    thresholds,
    missing: whatIsMissing(input),
  }
}

/** Stages without which a report lacks something, and what that is. */
function whatIsMissing({ probe, sweep, fit, simulate, recommend, verify }: ReportInput): string[] {
  const unfinished = verify === null ? 0 : verify.planned - verify.pairs.length
  return [
    ...(probe === null ? ['what single requests and connections cost: the probe was not done'] : []),
    ...(sweep === null ? ['response times against the rate: nothing was swept'] : []),
    ...(sweep !== null && sweep.ended === null ? ['the end of the sweep: higher rates were not tried'] : []),
    ...(fit === null ? ['the capacity and the model: nothing was fitted'] : []),
    ...(simulate === null ? ['the surface of idle timeouts and idle caps: nothing was simulated'] : []),
    ...(recommend === null ? ['the recommendation and its patches'] : []),
    ...(verify === null ? ['before and after: the settings were not verified'] : []),
    ...(unfinished === 0 ? [] : [`${unfinished} of ${verify?.planned} windows of the verification`]),
  ]
}

function judge({ verify, sweep }: ReportInput, thresholds: readonly ThresholdResult[]): Verdict {
  const pairs = verify?.pairs ?? []
  const blocks = pairs.flatMap(({ before, after }) => [before, after])
  if (verify === null || pairs.length < verify.planned) {
    const missing =
      verify === null
        ? 'the settings were not verified'
        : `${verify.planned - pairs.length} windows are missing`
    const steps = sweep === null ? 'nothing was swept' : `${sweep.steps.length} rates were swept`
    const ended = thresholds.find(({ aborted }) => aborted)
    if (ended !== undefined) {
      return {
        verdict: 'INCOMPLETE',
        why: `${steps}; a threshold ended the run: ${describeResult(ended)}; ${missing}`,
        advice: 'this run cannot be gone on with: start a new one, without abortOnFail to see it whole',
      }
    }
    return {
      verdict: 'INCOMPLETE',
      why: `${steps}; ${missing}`,
      advice: 'go on with --resume, without --only',
    }
  }
  const late = {
    before: pairs.filter(({ before }) => isGeneratorBound(before.generator)).length,
    after: pairs.filter(({ after }) => isGeneratorBound(after.generator)).length,
  }
  const worst = Math.max(0, ...blocks.map((block) => block.generator.latenessP99Ms))
  if (Math.min(late.before, late.after) > TOLERATED_LATE_SHARE * pairs.length) {
    return {
      verdict: 'GENERATOR_BOUND',
      why: `requests went out up to ${worst.toFixed(0)} ms late (P99) in ${late.before} of ${pairs.length} blocks before and ${late.after} after`,
      advice: 'close what else runs here, or lower the rate',
    }
  }
  const failures = overallFailureRate(pairs)
  if (failures > TOLERATED_FAILURES) {
    return {
      verdict: 'TARGET_ERRORS',
      why: `${(100 * failures).toFixed(1)} % of the verified requests failed`,
      advice: 'see "errors" in verify.json, and the target\'s own log',
    }
  }
  if (rises(pairs.map(({ after }) => overPrediction(after)))) {
    return {
      verdict: 'UNSTABLE',
      why: 'with the recommended settings, response times rose from window to window, beyond what their loads explain',
      advice: 'look for what the target runs out of as time goes on, and run again',
    }
  }
  return { verdict: 'VALID', why: describeLateness(worst, late, pairs.length), advice: null }
}

/** Mean response time measured / predicted: what is left of a window when its load is taken out. */
function overPrediction({ measured, predicted }: VerifyBlock): number {
  const meanMs = (stored: StoredMeasurement) => readMeasurement(stored).response.meanMs
  return meanMs(measured) / meanMs(predicted)
}

/**
 * Where one side is late clearly more often, its settings are the cause: a client that is busy opening connections
 * sends its requests late, which counts as their response time.
 */
function describeLateness(worstMs: number, late: { before: number; after: number }, windows: number): string {
  const worst = `requests went out at most ${worstMs.toFixed(1)} ms late (P99 of the worst block)`
  if (late.before + late.after === 0) return worst
  const counts = `${worst}, late in ${late.before} of ${windows} blocks before and ${late.after} after`
  if (Math.abs(late.before - late.after) < CLEARLY_MORE) return counts
  const side = late.before > late.after ? 'before' : 'after'
  return `${counts}: the settings ${side} kept the client busy opening connections, which counts as response time`
}

const CLEARLY_MORE = 2
