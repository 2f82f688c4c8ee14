import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { Finding } from '../../models/diagnosis/finding.ts'
import type { HotPathView, ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import type { HealthRow } from '../../models/diagnosis/judge-health.ts'
import type { Wait } from '../../models/diagnosis/waits.ts'
import type { BlockCause } from '../../models/profile/block-causes.ts'
import type { CodeSite } from '../../models/profile/code-site.ts'
import type { TopFunction } from '../../models/profile/top-functions.ts'

/** What documents say of hot paths: what was found, without the stacks that it was found from. */
export interface HotPathsDocument extends Pick<ProfileArtifact, 'source' | 'runtime' | 'load' | 'missing'> {
  /** What is wrong, the most likely cause first. */
  readonly findings: readonly Finding[]
  readonly health: ReadonlyArray<
    Pick<HealthRow, 'check' | 'state' | 'value' | 'unit' | 'watchAt' | 'breachAt'>
  >
  readonly waits: ReadonlyArray<Omit<Wait, 'site'> & { readonly site: CodeSite | null }>
  /** CPU time of the dearest functions; `null` where nothing was profiled. */
  readonly cpu: CpuDocument | null
  readonly blocks: readonly BlockDocument[]
}

interface CpuDocument {
  /** That was profiled; `null` where the profile does not say. */
  readonly durationMs: number | null
  readonly busyMs: number
  readonly functions: ReadonlyArray<
    Pick<TopFunction, 'functionName' | 'file' | 'line'> & {
      readonly selfMs: number
      readonly totalMs: number
    }
  >
}

interface BlockDocument extends Pick<BlockCause, 'cause' | 'site' | 'blocks' | 'totalMs' | 'longestMs'> {
  /** What the site called; `null` where it did the work itself, or nothing is known. */
  readonly callee: string | null
}

const FUNCTIONS = 10

export function hotPathsDocument({
  source,
  runtime,
  load,
  missing,
  view,
}: ProfileArtifact): HotPathsDocument {
  return {
    source,
    runtime,
    load,
    missing,
    findings: view?.findings ?? [],
    health: (view?.health ?? []).map(({ check, state, value, unit, watchAt, breachAt }) => ({
      check,
      state,
      value,
      unit,
      watchAt,
      breachAt,
    })),
    waits: (view?.waits ?? []).map((wait) => ({ ...wait, site: wait.site ?? null })),
    cpu: cpuOf(view),
    blocks: (view?.profile?.blocks ?? []).map(({ cause, site, callee, blocks, totalMs, longestMs }) => ({
      cause,
      site,
      callee: callee?.functionName ?? null,
      blocks,
      totalMs,
      longestMs,
    })),
  }
}

function cpuOf(view: HotPathView | null): CpuDocument | null {
  const profile: ProfileView | null = view?.profile ?? null
  if (profile?.unit !== 'microseconds') return null
  return {
    durationMs: profile.durationMs,
    busyMs: profile.busy / 1000,
    functions: profile.functions.slice(0, FUNCTIONS).map(({ functionName, file, line, self, total }) => ({
      functionName,
      file,
      line,
      selfMs: self / 1000,
      totalMs: total / 1000,
    })),
  }
}
