import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { ProfileArtifact, ProfiledLoad } from '../../models/artifacts/profile.ts'
import type { SweepStep } from '../../models/artifacts/sweep.ts'
import type { Measurement } from '../../models/measurement/measurement.ts'
import type { Finding } from '../../models/diagnosis/finding.ts'
import { describeHotPaths, withoutHotPaths } from '../hot-paths/describe-hot-paths.ts'
import { folderOfProcess } from '../hot-paths/folder-of-process.ts'
import { type HotPathSource, kindOfSource } from '../hot-paths/hot-path-source.ts'
import { recordHotPaths } from '../hot-paths/record-hot-paths.ts'
import { writeProfiles } from '../hot-paths/write-profiles.ts'
import { measuredLine } from '../live/measured-line.ts'
import { runStretch } from '../run-stretch.ts'
import type { Stage, StageContext } from './stage.ts'
import { sweptPools } from './swept-stretch.ts'

/**
 * One more stretch at the knee, with the profiler on that is off in all others: where the target's time goes there, and
 * what is wrong with it. Without a probe or Go's profiles it is sent only where the user asks for it.
 */
export const profile: Stage = {
  name: 'profile',
  async run(context) {
    const { directory } = context
    const { steps } = await directory.require('sweep')
    const source = context.profiled
    const kind = kindOfSource(source)
    const isWorthIt = kind === 'probe' || kind === 'pprof' || (kind === 'figures' && context.isProfileAsked)
    const rate = kneeRate(steps)
    if (!isWorthIt || rate === null) {
      await directory.write('profile', withoutHotPaths(source), 'done')
      return 'not done: there is no probe in the target'
    }
    const artifact = await profileAt(context, source, rate)
    await directory.write('profile', artifact, 'done')
    return `at ${rate.toFixed(0)}/s: ${summary(artifact)}`
  },
}

/** The highest rate that met the SLO below those that did not; else the lowest that was tried. */
function kneeRate(steps: readonly SweepStep[]): number | null {
  const failed = steps.findIndex(({ outcome }) => outcome !== 'met')
  const met = failed < 0 ? steps.at(-1) : steps[failed - 1]
  return (met ?? steps[0])?.offeredRate ?? null
}

async function profileAt(
  context: StageContext,
  source: HotPathSource,
  rate: number,
): Promise<ProfileArtifact> {
  const { measuredMs, warmupMs } = context.plan.profile
  const durationMs = warmupMs + measuredMs
  const arrivals = createArrivals({ kind: 'poisson', rate, durationMs }, context.seed + 997)
  const pools = await sweptPools(context, rate)
  const { sent, record } = await recordHotPaths(source, {
    warmupMs,
    measuredMs,
    send: (begun) =>
      // The record has the target's figures already.
      runStretch(
        { ...context, telemetry: null },
        {
          ...pools,
          dueMs: arrivals.between(0, durationMs),
          durationMs,
          warmupMs,
          firstIndex: FIRST_INDEX,
          onStarted: begun,
          onProgress: (_line, load) => context.progress.show({ what: 'profiling at the knee', load }),
        },
      ),
  })
  context.progress.say(measuredLine(`profile: ${rate.toFixed(0)}/s`, sent), 'detail')
  await writeProfiles(context.directory, record)
  const root = await rootOf(context)
  return describeHotPaths(source, record, loadOf(rate, sent.measurement), root)
}

const FIRST_INDEX = 45_000_000

function loadOf(rate: number, { measuredMs, requests, response }: Measurement): ProfiledLoad {
  return {
    rate,
    durationMs: measuredMs,
    completed: requests.completed,
    meanResponseMs: response.count === 0 ? null : response.meanMs,
  }
}

/** The folder that a server of one's own works in. */
async function rootOf({ loaded, profiled }: StageContext): Promise<string> {
  const { target } = loaded.scenario
  if ('command' in target && target.cwd !== undefined) return target.cwd
  return folderOfProcess(profiled.pid)
}

function summary({ view, missing }: ProfileArtifact): string {
  const [first]: readonly Finding[] = view?.findings ?? []
  if (first !== undefined) return first.title
  if (view?.profile == null) return missing[0] ?? 'no profile'
  return 'nothing stands out'
}
