import { availableParallelism } from 'node:os'
import type { ProfileArtifact, ProfiledLoad } from '../../models/artifacts/profile.ts'
import { healthFigures } from '../../models/diagnosis/health-figures.ts'
import { hotPathView, type ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import { readWaits } from '../../models/diagnosis/waits.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { type HotPathSource, HOW_TO_PROFILE, kindOfSource } from './hot-path-source.ts'
import { readOpenFilesLimit } from './open-files-limit.ts'
import type { HotPathRecord } from './record-hot-paths.ts'
import { createSourceReader } from './source-reader.ts'

/**
 * Puts together what a record shows.
 *
 * @param root folder whose files are named relative to it; absolute
 */
export async function describeHotPaths(
  source: HotPathSource,
  record: HotPathRecord,
  load: ProfiledLoad,
  root: string,
): Promise<ProfileArtifact> {
  const kind = kindOfSource(source)
  const { samples, recorded, stacks, failures } = record
  const figures = healthFigures(samples, {
    requests: load.completed,
    cores: kind === 'probe' ? 1 : availableParallelism(),
    openFilesLimit: source.pid === null ? null : await readOpenFilesLimit(source.pid),
    waitedMs: null,
    heapLimitBytes: null,
  })
  return {
    source: kind,
    runtime: record.runtime ?? samples.find(({ runtime }) => runtime !== undefined)?.runtime ?? null,
    load,
    view: hotPathView({
      recorded,
      stacks,
      figures,
      waits: readWaits(samples.at(-1)?.counters ?? {}, samples[0]?.counters ?? {}),
      meanResponseMs: load.meanResponseMs,
      root,
      // A program on another machine may name whatever it likes.
      ...(kind === 'probe' ? { sourceOf: createSourceReader(root) } : {}),
    }),
    heap: tableOf(record.heap, root),
    goroutines: tableOf(record.goroutines, root),
    missing: [...failures, ...missingOf(source)],
  }
}

/** Where no load was sent for it. */
export function withoutHotPaths(source: HotPathSource): ProfileArtifact {
  return {
    source: kindOfSource(source),
    runtime: null,
    load: null,
    view: null,
    heap: null,
    goroutines: null,
    missing: missingOf(source),
  }
}

function missingOf(source: HotPathSource): string[] {
  const kind = kindOfSource(source)
  if (kind === 'probe' || kind === 'pprof') return []
  const what =
    kind === 'figures'
      ? 'No CPU profile: there is no probe in the process of the target.'
      : 'No CPU profile and no figures: the target says nothing of itself.'
  return [`${what} ${HOW_TO_PROFILE}`]
}

function tableOf(stacks: StackProfile | null, root: string): ProfileView | null {
  if (stacks === null) return null
  const figures = healthFigures([], {
    requests: null,
    cores: 1,
    openFilesLimit: null,
    waitedMs: null,
    heapLimitBytes: null,
  })
  return hotPathView({ recorded: null, stacks, figures, waits: [], meanResponseMs: null, root }).profile
}
