import type { ConfigPatch } from '../../models/clients/client.ts'
import type { Report, Verdict } from '../../models/report/report.ts'
import type { ScenarioInput } from '../../models/scenario/schema.ts'
import type { Recommendation } from './recommendation.ts'
import type { StopSignal } from './stop-signal.ts'
import { withOwnFailures } from './with-own-failures.ts'

/** A part of a run, in the order in which they are done. */
export type RunStage = 'probe' | 'sweep' | 'profile' | 'fit' | 'simulate' | 'recommend' | 'verify'

/** How a run is done. What is not given is as the command has it. */
export interface RunOptions {
  /** A short run, for a first look. */
  readonly quick?: boolean | undefined
  /** These stages alone; all unless given. */
  readonly only?: readonly RunStage[] | undefined
  /** A run to go on with: its directory, or its name in `runs`. The scenario is `null` then, or that of the run. */
  readonly resume?: string | undefined
  /** A whole number of 32 bits, in place of the scenario's. */
  readonly seed?: number | undefined
  /** URL of a target, in place of the scenario's. */
  readonly target?: string | undefined
  /** Process of the target whose memory, files and CPU time are read from /proc. */
  readonly pid?: number | undefined
  /** URL of a page with the target's metrics, in Prometheus' format. */
  readonly prometheus?: string | undefined
  /** Accept any certificate of the target. */
  readonly insecure?: boolean | undefined
  /** Hosts beyond loopback that load may go to. */
  readonly allow?: readonly string[] | undefined
  /** Where runs are kept; `.kneepoint/runs` unless given. */
  readonly runs?: string | undefined
  /** How well the ratio of the P99s is to be known, in (0, 1]: 0.1 unless given; without `quick`. */
  readonly precision?: number | undefined
  /** Time that the verification may take. */
  readonly verifyTimeMs?: number | undefined
  /** Whether to measure first what load this machine can make, in about 5 s, where that is not known; `true` unless given. */
  readonly calibrate?: boolean | undefined
  /**
   * Whether the target is profiled at the knee: by itself where it has a probe or Go's profiles; `true` also where only
   * figures of it are known, `false` nowhere. A text names the file that its probe wrote, or the URL of Go's profiles.
   */
  readonly profile?: boolean | string | undefined
  /** Ends the run; what was measured by then is kept. */
  readonly signal?: StopSignal | undefined
  /** Told what goes on, a line at a time. */
  readonly onProgress?: ((line: string) => void) | undefined
}

/** A run that came to its end. */
export interface RunResult {
  /** The run's directory, absolute: with `report.html`, `report.json`, patches, and what each stage measured. */
  readonly directory: string
  /** As `report.json` has it; settings of `null` have no limit. */
  readonly report: Report
  /** `VALID` where the figures can be trusted; `report.verdict` says why, and what to do. */
  readonly verdict: Verdict['verdict']
  /** `null` where the run has not come so far. */
  readonly recommendation: Recommendation | null
  /** Whether every threshold of the scenario was met; `null` where the figures cannot say. */
  readonly thresholdsMet: boolean | null
  /** What was said as a warning, one sentence each. */
  readonly warnings: readonly string[]
  /**
   * The recommended settings in a client's dialect; `null` unless the recommendation is to be applied.
   *
   * @param client such as `nginx-upstream`; the run's own unless given
   * @throws UsageError for an unknown client
   */
  patch(client?: string): ConfigPatch | null
}

/**
 * The whole loop, as the command does it: probe, sweep, profile, fit, simulate, recommend, verify. It sends load to the target for
 * minutes (`quick`: under a minute), so do one at a time, and nothing else beside it. Figures that cannot be trusted are
 * no error: `verdict` says so.
 *
 * @param scenario its file, or `file#name` for one of several, or the scenario itself, without functions; `null` with
 *   `resume`
 * @throws ScenarioError for a scenario that is invalid, or whose own code throws
 * @throws UsageError for an option that cannot be followed, a run that cannot be resumed or kept, or a built-in target
 *   that does not start
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 * @throws UnusableRun when the target cannot be reached, or ends in the middle
 * @throws RunInterrupted when the signal is aborted, once there is a directory; Interrupted before
 */
export function run(scenario: string | ScenarioInput | null, options: RunOptions = {}): Promise<RunResult> {
  return withOwnFailures(async () => {
    const { runToEnd } = await import('./run-to-end.ts')
    return runToEnd(scenario, options)
  })
}
