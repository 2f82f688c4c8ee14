import { type BlockCause, blockCauses } from '../profile/block-causes.ts'
import { codeKind } from '../profile/code-kind.ts'
import type { CodeSite } from '../profile/code-site.ts'
import type { CpuProfile } from '../profile/cpu-profile.ts'
import { type FlameLayout, layoutFlames } from '../profile/flame-layout.ts'
import { frameOfCall } from '../profile/frame-table.ts'
import { fromCpuProfile } from '../profile/from-cpu-profile.ts'
import { hotLines } from '../profile/hot-lines.ts'
import { profileTotal, withoutIdle } from '../profile/profile-total.ts'
import type { RecordedCpuProfile } from '../profile/recorded-cpu-profile.ts'
import type { StackProfile } from '../profile/stack-profile.ts'
import { type TopFunction, topFunctions } from '../profile/top-functions.ts'
import { withIdleTime } from '../profile/with-idle-time.ts'
import { collectedSites } from './collected-sites.ts'
import { diagnose } from './diagnose.ts'
import type { Finding } from './finding.ts'
import type { HealthFigures } from './health-figures.ts'
import { type HotSite, hotSites } from './hot-site.ts'
import { type HealthRow, judgeHealth } from './judge-health.ts'
import type { Observed } from './observed.ts'
import type { SourceOf } from './source-excerpt.ts'
import type { Wait } from './waits.ts'

/** Where a target's time went and what is wrong with it: plain data that JSON can hold. */
export interface HotPathView {
  readonly schemaVersion: 1
  /** `null` where nothing was profiled. */
  readonly profile: ProfileView | null
  readonly waits: readonly Wait[]
  readonly health: readonly HealthRow[]
  readonly findings: readonly Finding[]
}

export interface ProfileView {
  readonly unit: StackProfile['unit']
  /** That was profiled; `null` for profiles that do not say. */
  readonly durationMs: number | null
  /** All that was sampled while something ran, in the unit. */
  readonly busy: number
  /** The dearest of them. */
  readonly functions: readonly TopFunction[]
  readonly sites: readonly HotSite[]
  readonly blocks: readonly BlockCause[]
  readonly flames: FlameLayout
}

export interface HotPathInput {
  /** Of a JavaScript target, with the blocks of its event loop. */
  readonly recorded: RecordedCpuProfile | null
  /** Of another target, such as Go's pprof; counts where nothing was recorded. */
  readonly stacks?: StackProfile | null
  readonly figures: HealthFigures
  readonly waits: readonly Wait[]
  /** Mean response time as clients saw it. */
  readonly meanResponseMs: number | null
  /** Only where memory leaks. */
  readonly heapGrowth?: { readonly bytesPerRequest: number; readonly site: CodeSite | null } | null
  /** A folder whose files are named relative to it; an absolute path without a slash at its end. */
  readonly root?: string
  /** By the names that the view gives: relative to `root` where they are in it. */
  readonly sourceOf?: SourceOf
}

/** Functions and sites that are kept; the whole profile lies beside the view. */
const KEPT = 30

/** What is thinner than two pixels of a page cannot be read, and a view is to stay small. */
const LIMITS = { minShare: 0.002, maxBoxes: 1500 }

/** Makes all that is shown of a profile and of what was measured beside it. */
export function hotPathView(input: HotPathInput): HotPathView {
  const { recorded, root, meanResponseMs, sourceOf = () => null } = input
  const waits = input.waits.map((wait) => relativeWait(wait, root))
  const figures = withWaited(input.figures, waits)
  const local =
    recorded === null ? null : { ...recorded, profile: relativeProfile(withIdleTime(recorded.profile), root) }
  const stacks = local === null ? relativeStacks(input.stacks ?? null, root) : fromCpuProfile(local.profile)
  const knowledge = { lines: local === null ? [] : hotLines(local.profile), sourceOf }
  const sites = stacks?.unit === 'microseconds' ? hotSites(stacks, knowledge) : []
  const blocks = local === null ? [] : blockCauses(local)
  const durationMs = local === null ? null : (local.profile.endTime - local.profile.startTime) / 1000
  const observed: Observed = {
    figures,
    profiled:
      stacks?.unit !== 'microseconds'
        ? null
        : {
            durationMs: durationMs ?? figures.durationMs,
            busyMs: profileTotal(withoutIdle(stacks)) / 1000,
            collectorMs: collectorTotal(stacks) / 1000,
            sites,
            collected: local === null ? [] : collectedSites(local.profile),
            blocks,
          },
    knowledge,
    waits,
    meanResponseMs,
    heapGrowth: input.heapGrowth ?? null,
  }
  return {
    schemaVersion: 1,
    profile: stacks === null ? null : profileView(stacks, { durationMs, sites, blocks }),
    waits,
    health: judgeHealth(figures),
    findings: diagnose(observed),
  }
}

/** Counted waits are what was waited for, where nobody says otherwise. */
function withWaited(figures: HealthFigures, waits: readonly Wait[]): HealthFigures {
  if (figures.waitedMs !== null || waits.length === 0) return figures
  return { ...figures, waitedMs: waits.reduce((sum, { totalMs }) => sum + totalMs, 0) }
}

function profileView(
  stacks: StackProfile,
  rest: Pick<ProfileView, 'durationMs' | 'sites' | 'blocks'>,
): ProfileView {
  const busy = withoutIdle(stacks)
  return {
    unit: stacks.unit,
    durationMs: rest.durationMs,
    busy: profileTotal(busy),
    functions: topFunctions(busy, KEPT),
    sites: rest.sites.slice(0, KEPT),
    blocks: rest.blocks.slice(0, KEPT),
    flames: layoutFlames(busy, LIMITS),
  }
}

function collectorTotal({ frames, samples }: StackProfile): number {
  const isCollector = frames.map((frame) => codeKind(frame) === 'gc')
  return samples.reduce(
    (sum, { stack, value }) => (stack.some((frame) => isCollector[frame] === true) ? sum + value : sum),
    0,
  )
}

function relativeProfile(profile: CpuProfile, root: string | undefined): CpuProfile {
  if (root === undefined) return profile
  const nodes = profile.nodes.map((node) => {
    const { file } = frameOfCall(node.callFrame)
    return { ...node, callFrame: { ...node.callFrame, url: relative(file, root) } }
  })
  return { ...profile, nodes }
}

function relativeStacks(profile: StackProfile | null, root: string | undefined): StackProfile | null {
  if (profile === null || root === undefined) return profile
  return {
    ...profile,
    frames: profile.frames.map((frame) => ({ ...frame, file: relative(frame.file, root) })),
  }
}

function relativeWait(wait: Wait, root: string | undefined): Wait {
  const { site } = wait
  if (site === undefined || root === undefined) return wait
  return { ...wait, site: { ...site, file: relative(site.file, root) } }
}

function relative(path: string, root: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
}
