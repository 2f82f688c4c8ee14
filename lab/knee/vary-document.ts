import type { UslSummary } from '../../models/knee/curve-fits.ts'
import type { StopsHelping } from '../../models/knee/stops-helping.ts'
import { summarizeUsl } from '../../models/knee/summarize-usl.ts'
import type { RunVerdict } from '../../models/measurement/verdict.ts'
import { type StoredPoolSettings, toStored } from '../../models/pool/settings.ts'
import type { HttpMethod } from '../../models/requests/request-spec.ts'
import type { Driver } from '../../workers/connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Environment } from '../run-directory.ts'
import { explainVary } from './vary-explanation.ts'
import { type Varied, varyBench } from './vary-plan.ts'
import { stopsHelpingOf, type VaryPoint, type VaryProcessors, type VaryResult } from './vary-result.ts'

const VARY_SCHEMA_VERSION = 1

/** What `knee <url> --vary --json` prints. Throughput is responses per second; `null` stands for no limit, and for what is not known. */
export interface VaryDocument {
  readonly schemaVersion: typeof VARY_SCHEMA_VERSION
  readonly startedAt: string
  readonly durationMs: number
  readonly target: string
  readonly method: HttpMethod
  readonly ended: VaryEnd
  readonly verdict: RunVerdict
  readonly vary: Varied
  /** Users of each thread who wait for their answers; twice the connections where those are varied. */
  readonly usersPerThread: number | null
  readonly blockMs: number
  readonly points: readonly VaryPoint[]
  /** n with the highest throughput. */
  readonly best: number | null
  readonly stopsHelping: Omit<StopsHelping, 'best'> | null
  /** Over n, not over requests in flight. */
  readonly usl: Omit<UslSummary, 'identified'> | null
  readonly notes: readonly string[]
  readonly processors: VaryProcessors
  readonly targetIsLocal: boolean
  readonly explanation: readonly string[]
  readonly driver: Driver
  /** Whose pool it was, and the settings of one thread. */
  readonly client: string
  readonly settings: StoredPoolSettings
  readonly seed: number
  readonly environment: Environment
}

export type VaryEnd = 'found' | 'still-grows' | 'unusable' | 'interrupted'

const exitCodes: Readonly<Record<VaryEnd, number>> = {
  found: EXIT.ok,
  'still-grows': EXIT.noKnee,
  unusable: EXIT.runInvalid,
  interrupted: EXIT.interrupted,
}

export function varyExitCode(result: VaryResult): number {
  return exitCodes[varyEnd(result)]
}

export function varyDocument(result: VaryResult): VaryDocument {
  const { plan, points } = result
  const { bench, vary } = plan
  const stops = stopsHelpingOf(result)
  const notes: string[] = []
  const usl = summarizeUsl(
    points.map(({ n, throughput }) => ({ concurrency: n, throughput })),
    bench.seed,
    notes,
  )
  return {
    schemaVersion: VARY_SCHEMA_VERSION,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    target: `${bench.endpoint.origin}${bench.endpoint.pathPrefix}${bench.request.path}`,
    method: bench.request.method,
    ended: varyEnd(result),
    verdict: verdictOf(result),
    vary,
    usersPerThread: vary === 'connections' ? null : plan.usersPerThread,
    blockMs: bench.durationMs,
    points,
    best: stops?.best ?? null,
    stopsHelping: stops === null ? null : withoutBest(stops),
    usl: usl === null ? null : withoutVerdict(usl),
    notes,
    processors: result.processors,
    targetIsLocal: result.targetIsLocal,
    explanation: stops === null ? [] : explainVary(result, stops),
    driver: bench.driver,
    client: bench.client,
    settings: toStored(varyBench(plan, 1).settings),
    seed: bench.seed,
    environment: result.environment,
  }
}

function varyEnd(result: VaryResult): VaryEnd {
  if (result.interrupted) return 'interrupted'
  const stops = stopsHelpingOf(result)
  if (result.unusable !== null || stops === null) return 'unusable'
  return stops.stillGrows ? 'still-grows' : 'found'
}

function verdictOf(result: VaryResult): RunVerdict {
  const { plan, points, unusable, interrupted } = result
  if (interrupted) {
    const made = points.reduce((sum, { blocks }) => sum + blocks, 0)
    const of = plan.counts.length * plan.blocks
    return {
      verdict: 'UNSTABLE',
      figure: `interrupted after ${made} of ${of} blocks`,
      advice: 'let it run to its end',
    }
  }
  if (unusable !== null) {
    return {
      verdict: 'TARGET_ERRORS',
      figure: unusable,
      advice: "look at the target's log for what failed, or stay below with --to",
    }
  }
  const blocks = `${plan.blocks} blocks each, in an order that balances drift`
  return {
    verdict: 'VALID',
    figure: blocks,
    advice: stopsHelpingOf(result)?.stillGrows === true ? 'raise --to' : null,
  }
}

function withoutBest({ best: _best, ...rest }: StopsHelping): Omit<StopsHelping, 'best'> {
  return rest
}

/** `identified` says the same as `noPeakBecause`. */
function withoutVerdict({ identified: _identified, ...rest }: UslSummary): Omit<UslSummary, 'identified'> {
  return rest
}
