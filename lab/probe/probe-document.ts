import type { ClientAdvice, DefaultVerdict } from '../../models/probe/advise-client.ts'
import type { HintComparison } from '../../models/probe/compare-with-hint.ts'
import type { RaceOutcome, RaceSummary } from '../../models/probe/describe-race.ts'
import type { IdleTimeSpread, IdleTimeoutEstimate } from '../../models/probe/estimate-idle-timeout.ts'
import type { CloseWay } from '../../models/probe/idle-observation.ts'
import type { NativeTime } from '../../models/probe/native-time.ts'
import type { SafeIdleTimeout } from '../../models/recommend/safe-idle-timeout.ts'
import { median } from '../../models/statistics/median.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import type { ProbeCosts } from './measure-costs.ts'
import type { ProbedIdleTimeout, ProbeResult } from './run-probe.ts'

const PROBE_SCHEMA_VERSION = 1

/** What `probe --json` prints. Times in ms; `null` stands for no limit in settings, and for what is not known. */
export interface ProbeDocument {
  readonly schemaVersion: typeof PROBE_SCHEMA_VERSION
  /** The URL that requests went to. */
  readonly target: string
  readonly method: string
  readonly ended: 'whole' | 'interrupted'
  readonly costs: CostsDocument
  /** `null` where the server keeps no connection. */
  readonly idleTimeout: IdleTimeoutDocument | null
  /** `null` where it was not asked for, or no close was seen that could be met. */
  readonly race: (RaceSummary & { readonly outcomes: readonly RaceOutcome[] }) | null
  /** What goes into the margin of every client. */
  readonly margin: { readonly roundTripP99: number; readonly loopLagP99: number }
  readonly clients: readonly ClientDocument[]
}

export interface CostsDocument {
  readonly status: number
  readonly httpVersion: string
  readonly connectionHeader: string | null
  readonly reuses: boolean
  readonly maxRequests: number | null
  readonly tls: ProbeCosts['tls']
  readonly dial: Figures
  readonly tcp: Figures
  readonly tlsHandshake: Figures | null
  readonly firstByte: Figures
  readonly firstResponse: Figures
  readonly reusedResponse: Figures | null
}

export interface Figures {
  readonly count: number
  readonly min: number
  readonly median: number
  readonly max: number
}

export interface IdleTimeoutDocument {
  /** `openMs`: longest idle time that was fine; `closedMs`: shortest after which a connection was closed. */
  readonly interval: { readonly openMs: number; readonly closedMs: number | null }
  readonly closedBy: CloseWay | null
  readonly ways: IdleTimeoutEstimate['ways']
  /** Closes seen as they happened. */
  readonly seenCloses: IdleTimeSpread | null
  readonly answeredAfterMs: number | null
  readonly capMs: number
  readonly ended: ProbedIdleTimeout['search']['ended']
  /** Those that were kept, and the others. */
  readonly connections: number
  readonly uselessConnections: number
  /** Idle time after which a connection that had been used again was closed, where that is clearly shorter. */
  readonly closedSoonerMs: number | null
  readonly hint: { readonly timeoutMs: number | null; readonly comparison: HintComparison }
}

export interface ClientDocument {
  readonly client: string
  readonly title: string
  readonly setting: NativeTime | null
  readonly safe: SafeIdleTimeout
  readonly byDefault: {
    readonly idleTimeoutMs: number | null
    readonly longestIdleMs: number | null
    readonly verdict: DefaultVerdict
  }
  readonly remedies: readonly string[]
}

export function probeDocument(result: ProbeResult): ProbeDocument {
  const { plan, race, server } = result
  return {
    schemaVersion: PROBE_SCHEMA_VERSION,
    target: `${plan.endpoint.origin}${plan.request.path}`,
    method: plan.request.method,
    ended: result.interrupted ? 'interrupted' : 'whole',
    costs: costsOf(result.costs),
    idleTimeout: result.idle === null ? null : idleTimeoutOf(result.idle, result.costs.hintMs),
    race: race === null ? null : { ...race.summary, outcomes: race.outcomes },
    margin: { roundTripP99: server.roundTripP99Ms, loopLagP99: server.loopLagP99Ms },
    clients: result.advice.map(clientOf),
  }
}

function costsOf(costs: ProbeCosts): CostsDocument {
  const { dialMs, tcpMs, tls } = costs
  return {
    status: costs.status,
    httpVersion: costs.httpVersion,
    connectionHeader: costs.connectionHeader,
    reuses: costs.reuses,
    maxRequests: costs.maxRequests,
    tls,
    dial: figuresOf(dialMs),
    tcp: figuresOf(tcpMs),
    tlsHandshake: tls === null ? null : figuresOf(dialMs.map((whole, i) => whole - (tcpMs[i] ?? 0))),
    firstByte: figuresOf(costs.firstByteMs),
    firstResponse: figuresOf(costs.firstMs),
    reusedResponse: costs.reusedMs.length === 0 ? null : figuresOf(costs.reusedMs),
  }
}

/** @param values at least one */
function figuresOf(values: readonly number[]): Figures {
  return { count: values.length, min: Math.min(...values), median: median(values), max: Math.max(...values) }
}

function idleTimeoutOf(
  { estimate, search, capMs, hint }: ProbedIdleTimeout,
  hintMs: number | null,
): IdleTimeoutDocument {
  return {
    interval: { openMs: estimate.openMs, closedMs: estimate.closedMs },
    closedBy: estimate.way,
    ways: estimate.ways,
    seenCloses: estimate.seenCloses,
    answeredAfterMs: estimate.answeredMs,
    capMs,
    ended: search.ended,
    connections: search.kept,
    uselessConnections: search.useless,
    closedSoonerMs: search.closedSoonerMs,
    hint: { timeoutMs: hintMs, comparison: hint },
  }
}

function clientOf({ client, title, setting, safe, byDefault, remedies }: ClientAdvice): ClientDocument {
  return {
    client,
    title,
    setting,
    safe,
    byDefault: {
      idleTimeoutMs: finiteOrNull(byDefault.idleTimeoutMs),
      longestIdleMs: finiteOrNull(byDefault.longestIdleMs),
      verdict: byDefault.verdict,
    },
    remedies,
  }
}
