import type { ProfiledLoad } from '../../models/artifacts/profile.ts'
import type { BenchPlan } from '../bench/bench-plan.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { describeHotPaths } from './describe-hot-paths.ts'
import { folderOfProcess } from './folder-of-process.ts'
import { readProfileSource, withNamedSource } from './read-profile-source.ts'
import { recordHotPaths } from './record-hot-paths.ts'

/** The first minute says enough; a profile of many would be too large to be read. */
const LONGEST_MS = 60_000

/**
 * Profiles a target while it is measured, from its warm-up on.
 *
 * @param from value of `--profile`
 * @param allow hosts beyond loopback that may be asked for profiles
 * @param run does the measurement; it calls `begun` when requests go out
 * @throws UsageError when `from` names nothing that can be asked; HostNotAllowed; what the measurement throws
 */
export async function profileBench(
  plan: BenchPlan,
  from: string,
  allow: readonly string[],
  run: (begun: () => void) => Promise<BenchResult>,
): Promise<BenchResult> {
  const nothing = { probe: null, pprof: null, pid: null, telemetry: null, allow }
  const source = withNamedSource(nothing, await readProfileSource(from, allow))
  const measuredMs = Math.min(plan.durationMs, LONGEST_MS)
  const { sent, record } = await recordHotPaths(source, { warmupMs: plan.warmupMs, measuredMs, send: run })
  const root = await folderOfProcess(source.pid)
  const hotPaths = await describeHotPaths(source, record, profiledLoad(sent, measuredMs), root)
  return { ...sent, hotPaths }
}

/** Of a stretch that is longer than the profile, as much as was profiled. */
function profiledLoad({ plan, measurement }: BenchResult, mostMs: number): ProfiledLoad {
  const { measuredMs, requests, response } = measurement
  const durationMs = Math.min(measuredMs, mostMs)
  return {
    rate: plan.load.kind === 'open' ? plan.load.rate : null,
    durationMs,
    completed: measuredMs <= 0 ? 0 : Math.round((requests.completed * durationMs) / measuredMs),
    meanResponseMs: response.count === 0 ? null : response.meanMs,
  }
}
