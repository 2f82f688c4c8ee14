import type { ScenarioInput } from '../../models/scenario/schema.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { SimulateDocument } from '../simulate/simulate-document.ts'
import type { StopSignal } from './stop-signal.ts'
import { withOwnFailures } from './with-own-failures.ts'

/** Recorded arrivals in a file: an access log if its name ends in `.log`, else CSV with `t[,serviceMs]` (s, ms). */
export interface TraceFile {
  /** Path of the file. */
  readonly trace: string
}

/** Recorded arrivals. */
export interface RecordedTrace {
  /** When each request was due, in ms from the beginning; finite, ≥ 0, ascending; at least one. */
  readonly dueMs: ArrayLike<number>
  /** How long each took to serve, in ms, ≥ 0: one for each arrival. */
  readonly serviceMs?: ArrayLike<number> | undefined
}

/** A scenario (its file, `file.ts#name`, or itself), a trace, or `null` for the scenario of `fromRun`. */
export type SimulatedTraffic = string | ScenarioInput | TraceFile | RecordedTrace | null

/** The times that something takes: a number of ms, a distribution in ms, or its text, such as `exp:20ms`. */
export type TimesOption = number | DistributionSpec | string

/** When the number of pods changes, as Kubernetes' Horizontal Pod Autoscaler has it. */
export interface AutoscaleOption {
  /** Whole, 1 to 1000. */
  readonly minPods: number
  /** Whole, `minPods` to 1000. */
  readonly maxPods: number
  /** Arrivals per second that one pod is meant to take; > 0. */
  readonly targetRatePerPod: number
  /** From one decision to the next, > 0; 15,000 unless given. */
  readonly everyMs?: number | undefined
  /** For how long a higher number is held, ≥ 0; 300,000 unless given. */
  readonly stabilizationMs?: number | undefined
}

/** What is not given is the scenario's; for a trace: no round trip, no TLS, no queue, and a server that closes nothing. */
export interface SimulateOptions {
  /** Whose pool, such as `undici`; the scenario's client unless given, for a trace `go-net-http`. */
  readonly client?: string | undefined
  /** Over the scenario's `before`, or the client's defaults: ms, and counts per pool and host; Infinity for no limit. */
  readonly settings?: Partial<PoolSettings> | undefined
  /** Client processes, each with a pool of its own: whole, 1 to 1000. */
  readonly pods?: number | undefined
  /** Hosts that requests go to at random: whole, 1 to 1000; 1 unless given. */
  readonly hosts?: number | undefined
  /** Pods that come and go with the load; a fixed number of them unless given. */
  readonly autoscale?: AutoscaleOption | undefined
  /** A whole number of 32 bits; the scenario's unless given, for a trace 1. */
  readonly seed?: number | undefined
  /** A round trip, ≥ 0. */
  readonly rttMs?: number | undefined
  /** `none` for TCP alone, `tls1.2`, `tls1.3`, or how long a dial takes in all. */
  readonly handshake?: TimesOption | undefined
  /** How long the server works on a request. */
  readonly service?: TimesOption | undefined
  /** Requests that the server works on at once: whole, 1 to 1,000,000, or Infinity. */
  readonly slots?: number | undefined
  /** When the server closes an idle connection, > 0; Infinity for never. */
  readonly serverIdleMs?: number | undefined
  /** Timeout of the server's Keep-Alive header, ≥ 0; `null` for no header. */
  readonly hintMs?: number | null | undefined
  /** Share of requests that are answered by a reset, in [0, 1]. */
  readonly requestFailures?: number | undefined
  /** Share of dials that fail, in [0, 1]. */
  readonly dialFailures?: number | undefined
  /** An earlier run whose fitted system is taken: its directory, or its name in `runs`. */
  readonly fromRun?: string | undefined
  /** Where runs are kept; `.kneepoint/runs` unless given. */
  readonly runs?: string | undefined
  /** Dials and idle time for every idle timeout and idle cap too; `true` for 64 × 64 of them. */
  readonly surface?: boolean | SurfaceOption | undefined
  /** Ends the simulation with `Interrupted`. */
  readonly signal?: StopSignal | undefined
  /** Told what goes on, a line at a time. */
  readonly onProgress?: ((line: string) => void) | undefined
}

/** How many of each a surface has. */
export interface SurfaceOption {
  /** Idle timeouts from 100 ms to 10 min: whole, 2 to 256. */
  readonly timeouts: number
  /** Idle caps 1, 2, …: whole, 1 to 256. */
  readonly maxIdle: number
}

/** What `simulate --json` prints; settings of `null` have no limit. */
export interface SimulationResult extends Omit<SimulateDocument, 'file'> {
  /** The scenario or trace; `null` where it was not a file. */
  readonly file: string | null
}

/**
 * Puts a client's pool through a schedule in virtual time: nothing is sent. The same arguments give the same figures.
 *
 * @param traffic a scenario (its file, `file.ts#name`, or the scenario itself), a trace, or `null` for the scenario of
 *   `fromRun`
 * @throws ScenarioError for a scenario or trace that cannot be used, or whose own code throws
 * @throws UsageError for an option that cannot be followed, or a run that is not there
 * @throws Interrupted when the signal is aborted
 */
export function simulate(
  traffic: SimulatedTraffic,
  options: SimulateOptions = {},
): Promise<SimulationResult> {
  return withOwnFailures(async () => {
    const { simulateOpened } = await import('./simulate-opened.ts')
    return simulateOpened(traffic, options)
  })
}
