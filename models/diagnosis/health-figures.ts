import type { TargetSample } from '../measurement/target-sample.ts'

/** How a target fared over a stretch; what is not known is `null`. */
export interface HealthFigures {
  readonly durationMs: number
  /** Answered in the stretch. */
  readonly requests: number | null
  readonly eventLoopDelayMeanMs: number | null
  readonly eventLoopDelayMaxMs: number | null
  /** Paused for collection, of the whole stretch. */
  readonly gcTotalMs: number | null
  readonly cpuSeconds: number | null
  /** Cores that the target can keep busy: 1 for an event loop. */
  readonly cores: number
  /** By type; before and after the stretch. */
  readonly activeResources: {
    readonly before: Readonly<Record<string, number>>
    readonly after: Readonly<Record<string, number>>
  } | null
  readonly openFiles: number | null
  /** How many the system lets it open. */
  readonly openFilesLimit: number | null
  /** Time that requests waited for pools, locks and slots, summed over them; `null` where the target does not count it. */
  readonly waitedMs: number | null
  readonly heapUsedBytes: number | null
  readonly heapLimitBytes: number | null
}

/** What samples do not tell. */
export interface HealthSurroundings extends Pick<
  HealthFigures,
  'requests' | 'cores' | 'openFilesLimit' | 'waitedMs' | 'heapLimitBytes'
> {}

/** @param samples in order of time; the first from before the stretch, the last from after it; two at least */
export function healthFigures(
  samples: readonly TargetSample[],
  surroundings: HealthSurroundings,
): HealthFigures {
  const first = samples[0]
  const last = samples.at(-1)
  const known = (of: (sample: TargetSample) => number | null | undefined): number[] =>
    samples.flatMap((sample) => of(sample) ?? [])
  const grown = (of: (sample: TargetSample) => number | null | undefined): number | null => {
    const from = first === undefined ? null : (of(first) ?? null)
    const to = last === undefined ? null : (of(last) ?? null)
    return from === null || to === null ? null : to - from
  }
  const means = known((sample) => sample.eventLoopDelayMs?.mean)
  return {
    ...surroundings,
    durationMs: first === undefined || last === undefined ? 0 : last.atEpochMs - first.atEpochMs,
    eventLoopDelayMeanMs:
      means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length,
    eventLoopDelayMaxMs: most(known((sample) => sample.eventLoopDelayMs?.max)),
    gcTotalMs: grown((sample) => sample.gc?.totalMs),
    cpuSeconds: grown((sample) => sample.cpuSeconds),
    activeResources: resourcesOf(first, last),
    openFiles: most(known((sample) => sample.openFileDescriptors)),
    heapUsedBytes: most(known((sample) => sample.heapUsedBytes)),
  }
}

function most(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values)
}

function resourcesOf(first: TargetSample | undefined, last: TargetSample | undefined) {
  const before = first === undefined ? null : ownResources(first)
  const after = last === undefined ? null : ownResources(last)
  return before === null || after === null ? null : { before, after }
}

/** Without the connections that clients hold open, where the target counts these: no request has left them behind. */
function ownResources({ activeResources, openConnections }: TargetSample) {
  const sockets = activeResources?.[SOCKETS]
  if (activeResources === null || openConnections === null || sockets === undefined) return activeResources
  return { ...activeResources, [SOCKETS]: Math.max(0, sockets - openConnections) }
}

/** The type of TCP connections among a Node process's resources. */
const SOCKETS = 'TCPSocketWrap'
