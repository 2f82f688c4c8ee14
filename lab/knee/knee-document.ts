import type { StagedTrial } from '../../models/knee/capacity-search-result.ts'
import type { SearchStage } from '../../models/knee/capacity-search-stage.ts'
import type { CurveFits } from '../../models/knee/curve-fits.ts'
import type { SearchGoal } from '../../models/knee/search-goal.ts'
import type { GeneratorHealth } from '../../models/measurement/generator-health.ts'
import type { RunVerdict } from '../../models/measurement/verdict.ts'
import { type StoredPoolSettings, toStored } from '../../models/pool/settings.ts'
import type { HttpMethod } from '../../models/requests/request-spec.ts'
import type { Driver } from '../../workers/connection.ts'
import type { BenchCertificate } from '../bench/bench-document.ts'
import type { OpenBenchLoad } from '../bench/bench-plan.ts'
import type { Environment } from '../run-directory.ts'
import { fitsDocument, type FitsDocument } from './fits-document.ts'
import type { KneeSlo } from './knee-plan.ts'
import type { KneeTrial } from './knee-trial.ts'
import { generatorOf, type KneeEnd, kneeEnd, kneeVerdict } from './knee-verdict.ts'
import type { KneeResult } from './run-knee.ts'

const KNEE_SCHEMA_VERSION = 1

/**
 * What `knee <url> --json` prints. Rates are requests per second; `null` stands for no limit in settings, and for what
 * nothing is known of. `capacity`, `segmented` and `kneedle` answer three questions, and need not agree: up to which
 * rate the service level is met, where throughput stops growing, and where P99 bends in the range that was tried.
 */
export interface KneeDocument extends FitsDocument {
  readonly schemaVersion: typeof KNEE_SCHEMA_VERSION
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Of the whole search. */
  readonly durationMs: number
  /** The URL that requests went to. */
  readonly target: string
  readonly method: HttpMethod
  readonly ended: KneeEnd
  readonly verdict: RunVerdict
  readonly capacity: KneeCapacity
  /** The worst of how the load threads kept up in the trials that met the goal, or in all that count where none did. */
  readonly generator: GeneratorHealth | null
  readonly arrivals: OpenBenchLoad['arrivals']
  readonly driver: Driver
  /** Whose pool it was. */
  readonly client: string
  readonly settings: StoredPoolSettings
  readonly threads: { readonly count: number; readonly why: string }
  readonly seed: number
  readonly environment: Environment
  readonly certificate: BenchCertificate | null
  readonly warnings: readonly string[]
}

export interface KneeCapacity {
  /** What may be offered: the highest rate that meets the goal, below all that miss it. `null` when none does. */
  readonly rate: number | null
  /** What came back of it within the service level. */
  readonly conditionalThroughput: number | null
  /** Between the highest rate that meets the goal and the lowest that misses it. */
  readonly interval: readonly [lower: number | null, upper: number | null]
  /** Whether the capacity may be much higher, since no rate, or none near, is known to miss the goal. */
  readonly atLeast: boolean
  /** By whose trials the interval is known; `confirm` means by the goal itself. */
  readonly stage: SearchStage
  /** Whether the target was well again, at a low rate, after the trials that failed. */
  readonly recovered: boolean | null
  readonly slo: KneeSlo
  readonly goal: SearchGoal
  readonly range: { readonly lowestRate: number; readonly highestRate: number }
  readonly trials: ReadonlyArray<StagedTrial<KneeTrial>>
}

/** @param fits through the result's trials */
export function kneeDocument(result: KneeResult, fits: CurveFits): KneeDocument {
  const { plan, threads } = result
  const { bench } = plan
  return {
    schemaVersion: KNEE_SCHEMA_VERSION,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    target: `${bench.endpoint.origin}${bench.endpoint.pathPrefix}${bench.request.path}`,
    method: bench.request.method,
    ended: kneeEnd(result),
    verdict: kneeVerdict(result),
    capacity: capacityOf(result),
    ...fitsDocument(fits),
    generator: generatorOf(result),
    arrivals: bench.load.arrivals,
    driver: bench.driver,
    client: bench.client,
    settings: toStored(bench.settings),
    threads: { count: threads.threads, why: threads.why },
    seed: bench.seed,
    environment: result.environment,
    certificate: certificateOf(result),
    warnings: result.warnings,
  }
}

function capacityOf({ plan, search }: KneeResult): KneeCapacity {
  const { capacity, bounds, stage, recovered, trials } = search
  const { goal, lowestRate, highestRate } = plan.search
  return {
    rate: capacity?.rate ?? null,
    conditionalThroughput: capacity?.conditionalThroughput ?? null,
    interval: [bounds.lower, bounds.upper],
    atLeast: capacity?.atLeast ?? false,
    stage,
    recovered,
    slo: plan.slo,
    goal,
    range: { lowestRate, highestRate },
    trials,
  }
}

function certificateOf({ certificate, plan }: KneeResult): BenchCertificate | null {
  const known = certificate?.drivers.find(({ driver }) => driver === plan.bench.driver)
  return certificate === null || known === undefined ? null : { ...known, measuredAt: certificate.measuredAt }
}
